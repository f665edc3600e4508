package dev.weir.sockets;

import dev.weir.conformance.Rfc;

/** The suite on our sockets, on a host that talks to itself over 127.0.0.1 and ::1. */
@Rfc("EDGE-LIFECYCLE-13")
final class WeirSocketsOnOneHostTest extends SocketSuite {
    @Override
    World open() {
        return WeirWorld.ofOneHost();
    }
}
