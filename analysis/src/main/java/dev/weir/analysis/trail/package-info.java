/**
 * One captured connection segment by segment: its {@link dev.weir.analysis.trail.Trail}, drawn as a ladder and as a
 * graph of
 * sequence numbers over time.
 */
package dev.weir.analysis.trail;
