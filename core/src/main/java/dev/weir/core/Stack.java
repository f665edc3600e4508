package dev.weir.core;

/** One TCP/IP host: wires the layers together and runs them; passive, single-threaded, driven by a {@link Driver}. */
public final class Stack {}
