package dev.weir.cli.session;

import dev.weir.cli.console.Stdio;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Standard input to the peer, the peer's bytes to standard output.
 *
 * <p>Ends when the peer has no more to send and the input has ended as well; but where a person types the input, the
 * peer's end is enough. The end of the input alone ends nothing: the answer may be still to come.
 */
public final class Pipe implements Service {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Stdio stdio;
    private final boolean halfCloses;
    private final CountDownLatch inputDone = new CountDownLatch(1);
    private volatile IOException failure; // of the thread that sends
    private volatile boolean stopped;

    /** @param halfCloses the end of the input ends our direction of the connection */
    public Pipe(Stdio stdio, boolean halfCloses) {
        this.stdio = stdio;
        this.halfCloses = halfCloses;
    }

    /** Once. */
    @Override
    public void serve(Session session) throws IOException {
        // reading standard input cannot be interrupted, so the thread must not keep the process
        Thread.ofPlatform().daemon().name("weir-input").start(() -> send(session));
        var buffer = new byte[BUFFER_BYTES];
        for (int count; (count = session.read(buffer)) >= 0; ) {
            try {
                stdio.out().write(buffer, 0, count);
                stdio.out().flush();
            } catch (IOException e) {
                throw new OutputGone(e);
            }
        }
        if (!stdio.interactive()) awaitInput();
        if (failure != null && !stopped) throw failure;
    }

    private void send(Session session) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            for (int count; (count = stdio.in().read(buffer)) >= 0; ) session.write(buffer, 0, count);
            if (halfCloses) session.halfClose();
        } catch (IOException e) {
            if (!session.isClosed()) failure = e;
        } finally {
            inputDone.countDown();
        }
    }

    private void awaitInput() {
        try {
            inputDone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        inputDone.countDown();
    }
}
