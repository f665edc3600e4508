package dev.weir.sockets;

import dev.weir.core.tcp.Binding;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/** How sockets let go of what they have in a stack, and wake who waits there. */
final class Ending {
    private Ending() {}

    /**
     * Closes both halves.
     *
     * @param lingerSeconds 0 resets; {@link #linger} is the caller's
     */
    static void close(Connection connection, int lingerSeconds, Calls calls) throws SocketException {
        boolean unread = calls.ask((stack, now) -> {
            boolean discards = lingerSeconds != 0 && connection.available() > 0;
            unlessOver(() -> {
                if (lingerSeconds == 0) connection.abort(now);
                else if (discards) connection.shutdownOutput(now);
                else connection.close(now);
            });
            stack.signal(connection.readable());
            stack.signal(connection.writable());
            stack.signal(connection.opened());
            return discards;
        });
        if (unread) { // a turn later: as from Linux, the peer gets our data and FIN before the reset
            calls.ask((stack, now) -> {
                unlessOver(() -> connection.close(now));
                return null;
            });
        }
    }

    /** Waits for the peer to have all, for at most so long. */
    static void linger(Connection connection, int seconds, Calls calls) throws SocketException {
        try {
            long deadline = calls.deadline((int) TimeUnit.SECONDS.toMillis(seconds));
            calls.await(connection.finished(), connection::isFinished, deadline);
        } catch (InterruptedIOException e) {
            // the thread is wanted elsewhere; the stack goes on by itself, as it does when the time is up
        }
    }

    /** @param listener null if the socket did not listen */
    static void release(Listener listener, Binding binding, Calls calls) throws SocketException {
        calls.ask((stack, now) -> {
            if (listener != null) {
                listener.close(now);
                stack.signal(listener.acceptable());
            }
            binding.release();
            return null;
        });
    }

    /** What is over already needs no closing. */
    static void unlessOver(Runnable call) {
        try {
            call.run();
        } catch (CallRefused refused) {
            if (refused.why() != CallRefused.Why.NOT_CONNECTED && refused.why() != CallRefused.Why.CONNECTION_CLOSING) {
                throw refused;
            }
        }
    }
}
