package dev.weir.io;

import dev.weir.core.Driver;
import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import dev.weir.core.time.Deadline;
import dev.weir.wire.IpAddress;

/** Blocking calls over a driver, as few as these tests need; sockets are another module's. */
final class Peer {
    private final Driver driver;
    private final Connection connection;

    private Peer(Driver driver, Connection connection) {
        this.driver = driver;
        this.connection = connection;
    }

    static Listener listen(Driver driver, int port) {
        return driver.submit((stack, now) -> stack.tcp().listen(
                stack.tcp().bind(IpAddress.ANY_IPV6, port, true, now), 1024, stack.tcp().defaultOptions(),
                Admission.ALL, now));
    }

    static Peer accept(Driver driver, Listener listener) throws InterruptedException {
        while (true) {
            driver.await(listener.acceptable(), () -> listener.hasPending() || listener.isClosed(), Deadline.NEVER);
            var accepted = driver.submit((_, now) -> listener.accept(now));
            if (accepted != null) return new Peer(driver, accepted);
            if (listener.isClosed()) return null;
        }
    }

    static Peer connect(Driver driver, String address, int port) throws InterruptedException {
        var connection = driver.submit((stack, now) ->
                stack.tcp().open(null, IpAddress.parse(address), port, stack.tcp().defaultOptions(), now));
        driver.await(connection.opened(),
                () -> connection.isOpened() || connection.closeReason() != CloseReason.NONE, Deadline.NEVER);
        if (!connection.isOpened()) throw new IllegalStateException("not connected: " + connection.closeReason());
        return new Peer(driver, connection);
    }

    Connection connection() {
        return connection;
    }

    /** All of it. */
    void write(byte[] data) throws InterruptedException {
        for (int at = 0; at < data.length; ) {
            int taken = connection.write(data, at, data.length - at);
            if (taken < 0) throw new IllegalStateException("cannot write: " + connection.closeReason());
            at += taken;
            driver.ring(connection);
            if (at < data.length) driver.await(connection.writable(), connection::isWritable, Deadline.NEVER);
        }
    }

    /** At least a byte, or -1 at the end. */
    int read(byte[] target, int offset, int length) throws InterruptedException {
        while (true) {
            int got = connection.read(target, offset, length);
            if (got > 0 && connection.needsRingAfterRead()) driver.ring(connection);
            if (got != 0) return got;
            if (connection.closeReason() != CloseReason.NONE) {
                throw new IllegalStateException("cannot read: " + connection.closeReason());
            }
            driver.await(connection.readable(), connection::isReadable, Deadline.NEVER);
        }
    }

    byte[] readFully(int length) throws InterruptedException {
        var data = new byte[length];
        for (int at = 0; at < length; ) {
            int got = read(data, at, length - at);
            if (got < 0) throw new IllegalStateException("ended after " + at + " bytes");
            at += got;
        }
        return data;
    }

    void close() {
        driver.submit((_, now) -> {
            connection.close(now);
            return null;
        });
    }
}
