package dev.weir.architecture.bad.core.event;

import dev.weir.architecture.bad.core.tcp.Tcp;

/** Offends: an event that knows the protocol above it. */
record LooksUp(Tcp tcp) {}
