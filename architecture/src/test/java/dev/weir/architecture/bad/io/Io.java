package dev.weir.architecture.bad.io;

/** Does not offend; {@code lab} does, by using it. */
public final class Io {}
