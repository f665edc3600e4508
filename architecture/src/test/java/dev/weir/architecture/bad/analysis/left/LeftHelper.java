package dev.weir.architecture.bad.analysis.left;

import dev.weir.architecture.bad.analysis.right.Right;

/** Offends: one half of a cycle, and a name that says nothing. */
public record LeftHelper(Right right) {}
