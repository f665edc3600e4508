package dev.weir.lab.drill.shim;

import java.util.Set;

/** What stands behind a descriptor; several may share it. */
abstract sealed class OpenFile permits TcpSocket, UdpSocket, Epoll, Pipe, PlainFile {
    boolean nonBlocking;
    private int holders = 1;

    /** Another descriptor for the same. */
    final void hold() {
        holders++;
    }

    /** One descriptor less; true if it was the last. */
    final boolean drop() {
        return --holders == 0;
    }

    /** What poll would say of it now, all bits. */
    abstract int readiness();

    /** Changes whenever something happens that wakes an edge-triggered waiter. */
    abstract long activity();

    boolean isNonBlocking(Set<String> flags) {
        return nonBlocking || flags.contains("MSG_DONTWAIT");
    }
}
