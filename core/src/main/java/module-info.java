/** The engine: sans-IO, single-threaded, deterministic. */
module dev.weir.core {
    requires transitive dev.weir.wire;
}
