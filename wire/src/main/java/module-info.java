/** Formats without behaviour: what stands on the wire, read and written in memory. */
module dev.weir.wire {
    exports dev.weir.wire;
    exports dev.weir.wire.pcap;
}
