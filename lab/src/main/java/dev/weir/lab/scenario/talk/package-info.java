/** What two applications do on one connection of a scenario. */
package dev.weir.lab.scenario.talk;
