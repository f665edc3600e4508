package dev.weir.sockets;

/** The suite on the JDK's sockets over the kernel's loopback, which says what is right. */
final class JdkSocketsTest extends SocketSuite {
    @Override
    World open() {
        return new JdkWorld();
    }
}
