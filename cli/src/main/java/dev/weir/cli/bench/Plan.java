package dev.weir.cli.bench;

import java.time.Duration;

/**
 * What to measure.
 *
 * @param duration of the measurement, after the warm-up
 * @param warmUp before it
 * @param parallel connections at a time, 1 or more
 * @param reverse the server sends, or asks
 * @param sizeBytes of each write, or of each request and answer; 1 or more
 */
record Plan(Duration duration, Duration warmUp, int parallel, boolean reverse, int sizeBytes) {}
