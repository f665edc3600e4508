package dev.weir.doctor.tls;

import dev.weir.doctor.talk.Conversation;
import dev.weir.doctor.talk.Recognition;
import dev.weir.io.probe.ProbeConnection;
import dev.weir.io.probe.ProbeConnection.Heard;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS over a probe connection, driven by hand so that every first byte of the server is seen. */
final class TlsConversation implements Conversation {
    private static final int FIRST_BYTES = 256;

    private final ProbeConnection connection;
    private final SSLEngine engine;
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();
    private ByteBuffer received = ByteBuffer.allocate(0); // not yet unwrapped

    TlsConversation(ProbeConnection connection, SSLEngine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** What kept a handshake from its end; null if it was completed. */
    record Obstacle(Heard heard, SSLException failure) {}

    /** What the server sent first, at most {@value #FIRST_BYTES} bytes. */
    byte[] firstBytes() {
        return first.toByteArray();
    }

    /** The first record that we would send. */
    byte[] clientHello() throws SSLException {
        engine.beginHandshake();
        return wrap(ByteBuffer.allocate(0));
    }

    /** Goes on after {@code hello} was sent. */
    Obstacle handshake(long deadline) {
        try {
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> connection.write(wrap(ByteBuffer.allocate(0)), SAY_NANOS);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                        if (unwrap(new ByteArrayOutputStream())) continue;
                        var heard = receive(Math.max(0, deadline - System.nanoTime()));
                        if (!(heard instanceof Heard.Bytes)) return new Obstacle(heard, null);
                        if (!Recognition.isTls(first.toByteArray())) return new Obstacle(heard, null);
                    }
                    case FINISHED, NOT_HANDSHAKING -> {
                        return null;
                    }
                }
            }
        } catch (SSLException e) {
            return new Obstacle(new Heard.Silence(), e);
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    private byte[] wrap(ByteBuffer plain) throws SSLException {
        var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() + plain.remaining());
        engine.wrap(plain, out);
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private Heard receive(long timeoutNanos) {
        var heard = connection.read(timeoutNanos);
        if (heard instanceof Heard.Bytes(byte[] bytes)) {
            if (first.size() < FIRST_BYTES) first.write(bytes, 0, Math.min(bytes.length, FIRST_BYTES - first.size()));
            var joined = ByteBuffer.allocate(received.remaining() + bytes.length).put(received).put(bytes);
            received = joined.flip();
        }
        return heard;
    }

    /** The server's first bytes, whatever they are. */
    Heard firstAnswer(long timeoutNanos) {
        return receive(timeoutNanos);
    }

    /** Takes a record out of what was received; false if there is none yet. */
    private boolean unwrap(ByteArrayOutputStream plain) throws SSLException {
        var out = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        var result = engine.unwrap(received, out);
        plain.write(out.array(), 0, out.position());
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) runTasks();
        return result.bytesConsumed() > 0 || result.getStatus() == SSLEngineResult.Status.OK;
    }

    @Override
    public boolean say(byte[] bytes) {
        try {
            var plain = ByteBuffer.wrap(bytes);
            while (plain.hasRemaining()) {
                if (!connection.write(wrap(plain), SAY_NANOS)) return false;
            }
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    @Override
    public Heard hear(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        var plain = new ByteArrayOutputStream();
        try {
            while (true) {
                while (received.hasRemaining() && !engine.isInboundDone() && unwrap(plain)) {
                    if (plain.size() > 0) return new Heard.Bytes(plain.toByteArray());
                }
                if (engine.isInboundDone()) return new Heard.End();
                var heard = receive(Math.max(0, deadline - System.nanoTime()));
                if (!(heard instanceof Heard.Bytes)) return heard;
            }
        } catch (SSLException e) {
            return new Heard.End(); // an alert instead of an answer ends it as well
        }
    }

    @Override
    public long acknowledgedBytes() {
        return connection.info().bytesAcked();
    }

    @Override
    public void close() {
        try {
            engine.closeOutbound();
            connection.write(wrap(ByteBuffer.allocate(0)), 0);
        } catch (SSLException e) {
            // it is over anyway
        }
        connection.close();
    }
}
