package dev.weir.architecture.bad.core.surprise;

/** Offends: a package that the layers of core do not name. */
final class NoLayer {}
