package dev.weir.architecture.bad.lab;

import dev.weir.architecture.bad.io.Io;
import java.lang.foreign.Linker;

/** Offends: the lab meets io, and calls native code. */
record UsesIo(Io io, Linker linker) {}
