package dev.weir.cli.demo;

import dev.weir.core.tcp.Connection;
import dev.weir.lab.Actor;
import dev.weir.lab.Session;
import java.util.Optional;

/** Answers one request with so many bytes, and closes when the client has. */
final class DemoServer implements Actor {
    private final long bytes;
    private final byte[] buffer = new byte[16 << 10];
    private Connection connection;
    private int awaited;
    private long written;
    private boolean closed;

    DemoServer(Scenario scenario) {
        this.bytes = scenario.bytes();
        this.awaited = DemoClient.request(bytes).length;
    }

    @Override
    public void opened(Session session) {
        connection = session.connection();
    }

    @Override
    public void readable(Session session) {
        while (!closed) {
            int count = session.read(buffer, 0, buffer.length);
            if (count == 0) break;
            if (count > 0) {
                awaited -= count;
            } else {
                closed = true;
                session.close();
            }
        }
        writable(session);
    }

    @Override
    public void writable(Session session) {
        while (awaited == 0 && written < bytes && !closed) {
            int want = (int) Math.min(buffer.length, bytes - written);
            Answer.fill(buffer, want, written);
            int taken = session.write(buffer, 0, want);
            if (taken > 0) written += taken;
            if (taken < want) return;
        }
    }

    /** Empty if nobody got through. */
    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }
}
