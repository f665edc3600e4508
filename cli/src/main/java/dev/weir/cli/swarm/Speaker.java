package dev.weir.cli.swarm;

import dev.weir.cli.swarm.Sees.End;
import dev.weir.lab.Payload;
import dev.weir.lab.swarm.Behaviour;
import dev.weir.lab.swarm.Behaviour.Ending;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A {@link Behaviour} as ordinary blocking code over a {@link Socket}, whosever TCP is below it: one thread reads, the
 * caller's writes.
 */
final class Speaker {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LOOK_MILLIS = 2;

    private final Behaviour plan;
    private final Payload outgoing;
    private final Payload incoming;
    private final Socket socket;
    private final CountDownLatch readerDone = new CountDownLatch(1);
    private volatile long received;
    private volatile End end = End.NOTHING;
    private volatile boolean leaving;
    private volatile IllegalStateException wrong;

    Speaker(Behaviour plan, Payload outgoing, Payload incoming, Socket socket) {
        this.plan = plan;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.socket = socket;
    }

    /**
     * Does what the plan says, to the end of the connection.
     *
     * @throws IllegalStateException if a byte was wrong
     */
    Sees speak() throws InterruptedException {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(plan.noDelay());
            if (plan.ending() == Ending.UNREAD) return leaveUnread();
            Thread.ofVirtual().name("speaker-reads").start(this::read);
            write();
            readerDone.await();
        } catch (IOException e) {
            ended(e);
        }
        if (wrong != null) throw wrong;
        return new Sees(received, end);
    }

    private void write() throws IOException, InterruptedException {
        while (received < plan.awaitBytes() && readerDone.getCount() > 0) Thread.sleep(LOOK_MILLIS);
        var buffer = new byte[plan.writeBytes()];
        try {
            var out = socket.getOutputStream();
            for (long written = 0; written < plan.sendBytes(); ) {
                int length = (int) Math.min(buffer.length, plan.sendBytes() - written);
                outgoing.fill(buffer, 0, length, written);
                out.write(buffer, 0, length);
                written += length;
                pause(plan.writePause());
            }
            leave();
        } catch (IOException e) {
            ended(e);
            socket.close();
        }
    }

    private void leave() throws IOException {
        switch (plan.ending()) {
            case GRACEFUL -> socket.shutdownOutput();
            case HASTY -> {
                leaving = true;
                socket.close();
            }
            case ABORT -> {
                leaving = true;
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case UNREAD -> throw new IllegalStateException("it does not write");
        }
    }

    private Sees leaveUnread() throws IOException, InterruptedException {
        var in = socket.getInputStream();
        for (int waited = 0; in.available() == 0 && waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
            Thread.sleep(LOOK_MILLIS);
        }
        return new Sees(0, End.LEFT);
    }

    private void read() {
        var buffer = new byte[plan.readBytes()];
        try {
            var in = socket.getInputStream();
            for (int count; (count = in.read(buffer)) >= 0; ) {
                int matching = incoming.matching(buffer, 0, count, received);
                if (matching < count) {
                    wrong = new IllegalStateException("byte " + (received + matching) + " is wrong");
                    socket.close();
                }
                received += count;
                pause(plan.readPause());
            }
            endOfStream();
        } catch (IOException e) {
            ended(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readerDone.countDown();
        }
    }

    private static void pause(Duration pause) throws InterruptedException {
        if (!pause.isZero()) Thread.sleep(pause);
    }

    private synchronized void endOfStream() {
        if (end == End.NOTHING) end = End.FIN;
    }

    /**
     * What comes first counts, since a socket that its owner closes fails for its other thread too. But a socket tells a
     * reset once, and has come to an end afterwards: if one thread takes it, the other sees the end of the stream.
     */
    private synchronized void ended(IOException e) {
        var told = leaving ? End.LEFT : Sees.end(e);
        if (end == End.NOTHING || end == End.FIN && told == End.RST) end = told;
    }
}
