/**
 * One conversation in two captures, taken at two places of its path: {@link dev.weir.analysis.pair.Recording} keeps
 * what each saw, {@link dev.weir.analysis.pair.Pairing} finds the connections that both saw and what happened to them in
 * between.
 */
package dev.weir.analysis.pair;
