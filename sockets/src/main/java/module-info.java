/** {@code java.net} sockets and {@code javax.net} factories over any {@link dev.weir.core.Driver}. */
module dev.weir.sockets {
    requires transitive dev.weir.core;
    requires jdk.net;

    exports dev.weir.sockets;
}
