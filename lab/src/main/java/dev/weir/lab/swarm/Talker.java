package dev.weir.lab.swarm;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.lab.swarm.Behaviour.Ending;
import dev.weir.lab.swarm.invariant.EveryConnectionEnds;
import dev.weir.lab.swarm.invariant.StreamIntact;
import java.time.Duration;

/** The application at one end, as a {@link Behaviour} says. What it reads, it shows to {@link StreamIntact}. */
final class Talker implements Actor {
    /** Who waits that long for a peer that has perhaps gone gives up: it may never hear of that. */
    private static final Duration PATIENCE = Duration.ofHours(3);

    private final Behaviour plan;
    private final Payload payload;
    private final StreamIntact.Stream incoming;
    private final EveryConnectionEnds.End end;
    private final byte[] output;
    private final byte[] input;
    private long written;
    private boolean pausing; // between writes
    private boolean resting; // between reads
    private boolean left; // half closed, closed or aborted
    private boolean closed;
    private boolean resized;

    Talker(Behaviour plan, Payload payload, StreamIntact.Stream incoming, EveryConnectionEnds.End end) {
        this.plan = plan;
        this.payload = payload;
        this.incoming = incoming;
        this.end = end;
        this.output = new byte[plan.writeBytes()];
        this.input = new byte[plan.readBytes()];
    }

    /** What {@code plan} asks of its socket. */
    static ConnectionOptions options(ConnectionOptions defaults, Behaviour plan) {
        return defaults.withNoDelay(plan.noDelay() || defaults.noDelay()).withCork(plan.cork()).withUrgentInline(true);
    }

    @Override
    public void opened(Session session) {
        end.opened();
        if (!plan.readPause().isZero()) rest(session);
        session.after(PATIENCE, () -> giveUp(session));
        write(session);
    }

    @Override
    public void writable(Session session) {
        write(session);
    }

    @Override
    public void readable(Session session) {
        if (plan.ending() == Ending.UNREAD) {
            if (!left && session.connection().available() > 0) leave(session);
        } else if (plan.readPause().isZero()) {
            while (read(session) > 0) { }
        } else if (!resting) {
            readAndRest(session);
        }
        write(session); // perhaps it had waited for that
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end.ended(reason, session.host().now());
        if (reason != CloseReason.CLOSED) session.close(); // what was not read is given back
    }

    private void readAndRest(Session session) {
        int count = read(session);
        write(session);
        if (count > 0) rest(session);
    }

    private void rest(Session session) {
        resting = true;
        session.after(plan.readPause(), () -> {
            resting = false;
            readAndRest(session);
        });
    }

    private int read(Session session) {
        int count = session.read(input, 0, input.length);
        long now = session.host().now();
        if (count > 0) {
            incoming.accept(input, 0, count, now);
            if (plan.resizeBytes() > 0 && !resized) {
                resized = true;
                session.call((connection, at) ->
                        connection.options(connection.options().withReceiveBytes(plan.resizeBytes()), at));
            }
        } else if (count < 0 && !incoming.hasEnded() && !cutShort(session)) {
            incoming.end(now);
            closeIfDone(session);
        }
        return count;
    }

    /** The connection has failed: no end of the stream, but of everything. */
    private static boolean cutShort(Session session) {
        var reason = session.connection().closeReason();
        return reason != CloseReason.NONE && reason != CloseReason.CLOSED;
    }

    private void write(Session session) {
        while (!pausing && !left && incoming.received() >= plan.awaitBytes()) {
            int length = (int) Math.min(plan.writeBytes(), plan.sendBytes() - written);
            if (length == 0) {
                if (plan.ending() != Ending.UNREAD) leave(session);
                return;
            }
            payload.fill(output, 0, length, written);
            int taken = session.write(output, 0, length);
            if (taken <= 0) return;
            if (written == 0 && plan.urgent()) session.call(Connection::sendUrgent);
            written += taken;
            if (!plan.writePause().isZero() && written < plan.sendBytes()) {
                pausing = true;
                session.after(plan.writePause(), () -> {
                    pausing = false;
                    write(session);
                });
            }
        }
    }

    private void leave(Session session) {
        left = true;
        if (session.connection().closeReason() != CloseReason.NONE) return; // there is nothing left to leave
        if (plan.cork()) {
            session.call((connection, now) -> connection.options(connection.options().withCork(false), now));
        }
        switch (plan.ending()) {
            case GRACEFUL -> {
                session.shutdownOutput();
                closeIfDone(session);
            }
            case HASTY, UNREAD -> {
                closed = true;
                session.close();
            }
            case ABORT -> session.abort();
        }
    }

    private void closeIfDone(Session session) {
        if (!left || closed || !incoming.hasEnded()) return; // an end may well be behind unread bytes
        closed = true;
        session.close();
    }

    private void giveUp(Session session) {
        if (!session.hasEnded()) session.abort();
    }
}
