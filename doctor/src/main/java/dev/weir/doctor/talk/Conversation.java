package dev.weir.doctor.talk;

import dev.weir.io.probe.ProbeConnection;
import dev.weir.io.probe.ProbeConnection.Heard;

/** Bytes both ways, over TCP or over TLS on it. */
public interface Conversation extends AutoCloseable {
    /** False: the connection has ended, or does not take it in time. */
    boolean say(byte[] bytes);

    Heard hear(long timeoutNanos);

    /** Bytes of ours that the server's TCP has acknowledged, those of TLS included. */
    long acknowledgedBytes();

    @Override
    void close();

    /** Plain TCP; closes the connection with itself. */
    static Conversation over(ProbeConnection connection) {
        return new Conversation() {
            @Override
            public boolean say(byte[] bytes) {
                return connection.write(bytes, SAY_NANOS);
            }

            @Override
            public Heard hear(long timeoutNanos) {
                return connection.read(timeoutNanos);
            }

            @Override
            public long acknowledgedBytes() {
                return connection.info().bytesAcked();
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }

    /** How long a server may refuse to take what is at most a few kilobytes. */
    long SAY_NANOS = 2_000_000_000L;
}
