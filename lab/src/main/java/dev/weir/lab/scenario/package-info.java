/** Networks and what happens on them, described in files or by builders; and a catalogue of them. */
package dev.weir.lab.scenario;
