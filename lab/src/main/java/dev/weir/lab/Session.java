package dev.weir.lab;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Connection;
import java.time.Duration;
import java.util.function.ObjLongConsumer;

/** A connection in the hands of an {@link Actor}. All on the simulation's thread. */
public final class Session {
    private final Host host;
    private final Connection connection;
    private final Actor actor;
    private final VirtualTime.Attention attention = this::attend;
    private boolean opened;
    private boolean ended;

    Session(Host host, Connection connection, Actor actor) {
        this.host = host;
        this.connection = connection;
        this.actor = actor;
    }

    public Host host() {
        return host;
    }

    public Connection connection() {
        return connection;
    }

    /** Bytes read; 0 nothing now; -1 end of stream. */
    public int read(byte[] target, int offset, int length) {
        int count = connection.read(target, offset, length);
        if (count > 0 && connection.needsRingAfterRead()) host.ring(connection);
        return count;
    }

    /** Bytes taken; -1 if nothing can be written any more. If not all are, the actor is called when more can be. */
    public int write(byte[] source, int offset, int length) {
        int count = connection.write(source, offset, length);
        if (count > 0) host.ring(connection);
        if (count >= 0 && count < length && connection.isWritable()) awaitMemory();
        return count;
    }

    /** There is room, but no memory: other connections of the host hold it. */
    private void awaitMemory() {
        call(Connection::awaitMemory);
        if (!connection.isAwaitingMemory()) host.time().signalled(attention); // it has just come back
    }

    /** No more writing; the peer sees the end of the stream. */
    public void shutdownOutput() {
        call(Connection::shutdownOutput);
    }

    public void close() {
        call(Connection::close);
    }

    public void abort() {
        call(Connection::abort);
    }

    /** Any call of {@link Connection} that belongs inside a turn. */
    public void call(ObjLongConsumer<Connection> request) {
        host.submit((stack, now) -> {
            request.accept(connection, now);
            return null;
        });
    }

    /** Calls back when {@code delay} has passed, even if the connection has ended by then. */
    public void after(Duration delay, Runnable what) {
        host.time().at(delay, what);
    }

    public boolean hasEnded() {
        return ended;
    }

    /** To be looked at because it is new, or because a turn signalled it. */
    VirtualTime.Attention attention() {
        return attention;
    }

    private void attend() {
        if (ended) return;
        if (!opened && (connection.isOpened() || connection.isSynWaiting(host.now()))) {
            opened = true;
            actor.opened(this);
        }
        if (opened && connection.isReadable()) actor.readable(this);
        if (opened && connection.isWritable()) actor.writable(this);
        CloseReason reason = connection.closeReason();
        if (reason != CloseReason.NONE) {
            ended = true;
            actor.ended(this, reason);
            return;
        }
        connection.opened().arrive(attention);
        connection.readable().arrive(attention);
        connection.writable().arrive(attention);
        connection.finished().arrive(attention);
    }

    @Override
    public String toString() {
        return host + " " + connection.flow();
    }
}
