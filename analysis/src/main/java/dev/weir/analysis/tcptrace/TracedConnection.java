package dev.weir.analysis.tcptrace;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.wire.IpAddress;

/** A connection by tcptrace's rules: "a" is who sent its first packet in the capture. Times in microseconds since 1970 UTC. */
public final class TracedConnection {
    /** After so long without a packet the same addresses and ports are a new connection, microseconds. */
    private static final long FORGOTTEN_AFTER_MICROS = 240_000_000;

    private final int number;
    private final IpAddress hostA;
    private final IpAddress hostB;
    private final int portA;
    private final int portB;
    private final long firstMicros;
    private final Half fromA = new Half();
    private final Half fromB = new Half();
    private long lastMicros;

    TracedConnection(int number, CapturedSegment first) {
        this.number = number;
        hostA = first.source();
        hostB = first.destination();
        portA = first.sourcePort();
        portB = first.destinationPort();
        firstMicros = micros(first);
        lastMicros = firstMicros;
    }

    static long micros(CapturedSegment s) {
        return Math.floorDiv(s.timestampNanos(), 1000);
    }

    private boolean isFromA(CapturedSegment s) {
        return s.sourcePort() == portA && s.source().equals(hostA);
    }

    /** Whether a segment between the same endpoints no longer belongs here. */
    boolean isOver(CapturedSegment s) {
        boolean fromSideA = isFromA(s);
        return micros(s) - lastMicros > FORGOTTEN_AFTER_MICROS
                || (fromSideA ? fromA : fromB).isNewConnection(s, fromSideA ? fromB : fromA);
    }

    void accept(CapturedSegment s) {
        lastMicros = micros(s);
        if (isFromA(s)) fromA.send(s, lastMicros, fromB);
        else fromB.send(s, lastMicros, fromA);
    }

    /** The capture ends: what is still open has been idle until now. */
    void end(long micros) {
        boolean reset = fromA.resets > 0 || fromB.resets > 0;
        if (reset || fins() >= 2) return;
        for (Half half : new Half[] {fromA, fromB}) {
            if (half.lastMicros < 0) continue;
            half.longestIdleMicros = Math.max(half.longestIdleMicros, micros - half.lastMicros);
        }
    }

    /** From 1, in order of first packets. */
    public int number() {
        return number;
    }

    public IpAddress hostA() {
        return hostA;
    }

    public IpAddress hostB() {
        return hostB;
    }

    public int portA() {
        return portA;
    }

    public int portB() {
        return portB;
    }

    public long firstMicros() {
        return firstMicros;
    }

    public long lastMicros() {
        return lastMicros;
    }

    public long elapsedMicros() {
        return lastMicros - firstMicros;
    }

    public long packets() {
        return fromA.packets + fromB.packets;
    }

    /** Sides that sent a SYN. */
    int syns() {
        return Math.min(1, fromA.syns) + Math.min(1, fromB.syns);
    }

    /** Sides that sent a FIN. */
    int fins() {
        return Math.min(1, fromA.fins) + Math.min(1, fromB.fins);
    }

    /** {@code yes}, {@code no} or {@code RESET}, with counts where it is not {@code yes}. */
    public String completeness() {
        if (fromA.resets > 0 || fromB.resets > 0) return "RESET\t" + counts();
        return syns() >= 2 && fins() >= 2 ? "yes" : "no\t" + counts();
    }

    private String counts() {
        return "(SYNs: " + syns() + ")  (FINs: " + fins() + ")";
    }

    Half half(boolean ofA) {
        return ofA ? fromA : fromB;
    }

    /** One value, as tcptrace prints it. */
    public String value(TraceField field, boolean ofA) {
        return field.value(this, half(ofA));
    }
}
