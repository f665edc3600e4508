package dev.weir.cli.demo;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks for so many bytes, checks each of them, and closes when it has all; may stop reading for a while. */
final class DemoClient implements Actor {
    private final long bytes;
    private final byte[] request;
    private final byte[] buffer = new byte[16 << 10];
    private final long pauseAfterBytes;
    private final Duration pause;
    private long received;
    private boolean paused;
    private boolean rested;
    private int sent;
    private boolean complete;
    private CloseReason end = CloseReason.NONE;

    DemoClient(Scenario scenario) {
        this.bytes = scenario.bytes();
        this.request = request(bytes);
        this.pauseAfterBytes = scenario.readerPauseAfterBytes();
        this.pause = scenario.readerPause();
        this.rested = pause.isZero();
    }

    static byte[] request(long bytes) {
        return ("send " + bytes + " bytes\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void writable(Session session) {
        while (sent < request.length) {
            int taken = session.write(request, sent, request.length - sent);
            if (taken <= 0) return;
            sent += taken;
        }
        closeIfComplete(session);
    }

    @Override
    public void readable(Session session) {
        if (paused || complete) return;
        while (true) {
            int room = rested ? buffer.length : (int) Math.min(buffer.length, pauseAfterBytes - received);
            if (room == 0) {
                pause(session);
                return;
            }
            int count = session.read(buffer, 0, room);
            if (count <= 0) return;
            if (!Answer.matches(buffer, count, received)) throw new AssertionError("wrong bytes after " + received);
            received += count;
            if (closeIfComplete(session)) return;
        }
    }

    private boolean closeIfComplete(Session session) {
        if (complete || sent < request.length || received < bytes) return complete;
        complete = true;
        session.close();
        return true;
    }

    private void pause(Session session) {
        paused = true;
        session.after(pause, () -> {
            paused = false;
            rested = true;
            readable(session);
        });
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        end = reason;
    }

    /** Bytes of the answer so far, all of them right. */
    long received() {
        return received;
    }

    /** NONE until the end. */
    CloseReason end() {
        return end;
    }
}
