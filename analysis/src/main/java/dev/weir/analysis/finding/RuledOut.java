package dev.weir.analysis.finding;

/**
 * Another cause that looks alike, and why it is not this one.
 *
 * @param by the fact that contradicts it
 */
public record RuledOut(Fault fault, Evidence by) {}
