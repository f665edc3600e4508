package dev.weir.lab.packet;

import dev.weir.core.time.Timer;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One IP packet on its way; the IP header is at offset 0 of {@link #bytes}. It has one owner at a time: who drops it, or
 * hands it to a stack, gives it back to its pool. As a timer it is one for whoever holds it.
 *
 * <p>Once copied in by the sender it is never copied on the way, only changed in place.
 */
public final class Packet extends Timer {
    /** Called when the packet was {@link Timer armed} and is due. */
    public interface Due {
        void due(Packet packet, long now);
    }

    private static final long IPV4_MAPPED = 0xffff_0000_0000L;

    final MemorySegment bytes;
    private final int capacity;
    private int length;
    long serial;
    private long sentAt;
    private long enqueuedAt;
    private long dueAt;
    private long extraNanos;
    private int era;
    private boolean sound;
    private boolean unfinished;
    private Due due;
    private List<String> comments = List.of();

    Packet(MemorySegment bytes, int capacity) {
        this.bytes = bytes;
        this.capacity = capacity;
    }

    Packet begin(long serial, int length, long now) {
        this.serial = serial;
        this.length = length;
        this.sentAt = now;
        this.due = null;
        this.comments = List.of();
        this.sound = false;
        this.unfinished = false;
        return this;
    }

    /** The whole packet and room behind it. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Bytes of the packet. */
    public int length() {
        return length;
    }

    /** After the packet grew or shrank in place; the IP header's own length is the caller's. */
    public void length(int bytes) {
        if (bytes > capacity) throw new IllegalArgumentException(bytes + " bytes in " + capacity);
        length = bytes;
    }

    /** Its number in the whole network, from 1, in the order of being made. */
    public long serial() {
        return serial;
    }

    /** When it was made. */
    public long sentAt() {
        return sentAt;
    }

    /** Whether it is to the bit what a stack has sent, so that its checksums need no verification. */
    public boolean isSound() {
        return sound;
    }

    /** Whether the TCP checksum holds only the sum of the pseudo header, since nobody has looked at it yet. */
    public boolean isChecksumUnfinished() {
        return unfinished;
    }

    void fromStack(boolean unfinished) {
        this.sound = true;
        this.unfinished = unfinished;
    }

    /** Makes the TCP checksum what it is on a wire; who shows, changes or quotes the packet comes here first. */
    public void finishChecksum() {
        if (!unfinished) return;
        unfinished = false;
        Headers.writeTransportChecksum(this);
    }

    /** Its text is about to be changed, rightly or not. */
    public void changing() {
        finishChecksum();
        sound = false;
    }

    void comment(String text) {
        if (comments.isEmpty()) comments = new ArrayList<>(2);
        comments.add(text);
    }

    List<String> takeComments() {
        var taken = List.copyOf(comments);
        comments = List.of();
        return taken;
    }

    // ---- notes of whoever holds it

    /** When it entered the queue that it is in, or was in last. */
    public long enqueuedAt() {
        return enqueuedAt;
    }

    public void enqueuedAt(long now) {
        enqueuedAt = now;
    }

    /** When it arrives at the end of the link that it is on. */
    public long dueAt() {
        return dueAt;
    }

    public void dueAt(long instant) {
        dueAt = instant;
    }

    /** Beyond the time that sending takes: delay, jitter, and being overtaken. */
    public long extraNanos() {
        return extraNanos;
    }

    public void extraNanos(long nanos) {
        extraNanos = nanos;
    }

    /** Which life of its link it belongs to: packets of an earlier one were lost with it. */
    public int era() {
        return era;
    }

    public void era(int number) {
        era = number;
    }

    /** Whom {@link #expired} calls. */
    public void onDue(Due due) {
        this.due = due;
    }

    /** Whether it has somebody to call. */
    public boolean isTimed() {
        return due != null;
    }

    @Override
    protected void expired(long now) {
        due.due(this, now);
    }

    // ---- what is in it

    public boolean isIpv4() {
        return Ipv4Header.version(bytes, 0) == 4;
    }

    public long sourceHigh() {
        return isIpv4() ? 0 : Ipv6Header.sourceHigh(bytes, 0);
    }

    public long sourceLow() {
        return isIpv4() ? IPV4_MAPPED | Ipv4Header.source(bytes, 0) & 0xffff_ffffL : Ipv6Header.sourceLow(bytes, 0);
    }

    public long destinationHigh() {
        return isIpv4() ? 0 : Ipv6Header.destinationHigh(bytes, 0);
    }

    public long destinationLow() {
        return isIpv4() ? IPV4_MAPPED | Ipv4Header.destination(bytes, 0) & 0xffff_ffffL
                : Ipv6Header.destinationLow(bytes, 0);
    }

    public IpAddress source() {
        return new IpAddress(sourceHigh(), sourceLow());
    }

    public IpAddress destination() {
        return new IpAddress(destinationHigh(), destinationLow());
    }

    /** 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
    public int ecn() {
        return isIpv4() ? Ipv4Header.ecn(bytes, 0) : Ipv6Header.ecn(bytes, 0);
    }

    public void ecn(int value) {
        if (isIpv4()) Ipv4Header.writeEcn(bytes, 0, value);
        else Ipv6Header.writeEcn(bytes, 0, value);
    }

    @Override
    public String toString() {
        return "packet " + serial + ": " + Headers.describe(this);
    }
}
