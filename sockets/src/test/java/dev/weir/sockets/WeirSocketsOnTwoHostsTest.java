package dev.weir.sockets;

/** The suite on our sockets, on two hosts with a memory link between them. */
final class WeirSocketsOnTwoHostsTest extends SocketSuite {
    @Override
    World open() {
        return WeirWorld.ofTwoHosts();
    }
}
