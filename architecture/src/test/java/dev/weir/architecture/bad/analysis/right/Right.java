package dev.weir.architecture.bad.analysis.right;

import dev.weir.architecture.bad.analysis.left.LeftHelper;

/** Offends: the other half of the cycle. */
public record Right(LeftHelper left) {}
