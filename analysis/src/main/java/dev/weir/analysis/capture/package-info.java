/**
 * TCP segments out of captured frames, one at a time and without keeping them: what tells connections apart, and what
 * the metrics and the rules of other tools are computed from.
 */
package dev.weir.analysis.capture;
