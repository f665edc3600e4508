/** The engine: sans-IO, single-threaded, deterministic. */
module dev.weir.core {
    requires transitive dev.weir.wire;

    exports dev.weir.core;
    exports dev.weir.core.buffer;
    exports dev.weir.core.config;
    exports dev.weir.core.event;
    exports dev.weir.core.icmp;
    exports dev.weir.core.ip;
    exports dev.weir.core.link;
    exports dev.weir.core.tcp;
    exports dev.weir.core.tcp.congestion;
    exports dev.weir.core.tcp.fastopen;
    exports dev.weir.core.time;
    exports dev.weir.core.udp;
}
