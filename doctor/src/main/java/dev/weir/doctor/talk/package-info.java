/** The first words of an exchange: what to say to a server, and what its answer is. */
package dev.weir.doctor.talk;
