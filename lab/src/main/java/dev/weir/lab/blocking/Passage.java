package dev.weir.lab.blocking;

import java.time.Duration;

/**
 * A thread began to run, or went on after a wait. All passages of a simulation are its interleaving.
 *
 * @param at since the simulation began
 * @param thread its name
 */
public record Passage(Duration at, String thread) {}
