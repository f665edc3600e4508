package dev.weir.cli.session;

import dev.weir.cli.console.Stdio;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Standard input to all clients that are there, and what any of them sends to standard output, in the order of arrival.
 * While nobody is there, input waits. A client that does not read holds up the input of the others.
 */
public final class Broadcast implements Service {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Stdio stdio;
    private final boolean halfCloses;
    private final List<Session> clients = new CopyOnWriteArrayList<>();
    private boolean started; // guarded by this, as is what follows
    private boolean inputEnded;

    /** @param halfCloses the end of the input ends our direction of each connection, of later ones too */
    public Broadcast(Stdio stdio, boolean halfCloses) {
        this.stdio = stdio;
        this.halfCloses = halfCloses;
    }

    @Override
    public synchronized void join(Session session) {
        clients.add(session);
        notifyAll();
        if (!started) Thread.ofPlatform().daemon().name("weir-input").start(this::send);
        started = true;
        if (inputEnded && halfCloses) halfClose(session);
    }

    @Override
    public void leave(Session session) {
        clients.remove(session);
    }

    @Override
    public void serve(Session session) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int count; (count = session.read(buffer)) >= 0; ) print(buffer, count);
    }

    private void print(byte[] bytes, int count) throws OutputGone {
        synchronized (stdio) {
            try {
                stdio.out().write(bytes, 0, count);
                stdio.out().flush();
            } catch (IOException e) {
                throw new OutputGone(e);
            }
        }
    }

    private void send() {
        var buffer = new byte[BUFFER_BYTES];
        try {
            for (int count; (count = stdio.in().read(buffer)) >= 0; ) {
                awaitClient();
                for (var client : clients) send(client, buffer, count);
            }
        } catch (IOException | InterruptedException e) {
            // no more input: the same as its end
        }
        synchronized (this) { // with join, so that each client is half-closed once
            inputEnded = true;
            if (halfCloses) clients.forEach(Broadcast::halfClose);
        }
    }

    private synchronized void awaitClient() throws InterruptedException {
        while (clients.isEmpty()) wait();
    }

    private static void send(Session client, byte[] bytes, int count) {
        try {
            client.write(bytes, 0, count);
        } catch (IOException e) {
            client.close(); // its reader learns of it, and tells
        }
    }

    private static void halfClose(Session client) {
        try {
            client.halfClose();
        } catch (IOException e) {
            client.close();
        }
    }
}
