package dev.weir.core.ip;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.link.Frame;
import dev.weir.core.time.Deadline;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.function.ObjLongConsumer;

/**
 * Reassembly of IPv4 and IPv6 packets within two limits: packets, and bytes of all fragments held.
 *
 * <p>A packet waits a fixed time from its first fragment on (RFC 8200 section 4.5; RFC 1122 3.3.2). When room is
 * wanted the oldest goes, since it is the likeliest to have lost a part.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc815 RFC 815
 * @spec https://www.rfc-editor.org/rfc/rfc5722 RFC 5722
 */
final class FragmentTable {
    private static final int PAYLOAD_LENGTH_FIELD = 4; // in the IPv6 header
    private static final int ANY_PROTOCOL = -1; // IPv6 does not tell packets apart by protocol

    private record Key(
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int identification,
            int protocol)
            implements Comparable<Key> { // an order keeps look-up fast where somebody makes hashes collide
        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::sourceLow)
                .thenComparingInt(Key::identification).thenComparingLong(Key::sourceHigh)
                .thenComparingLong(Key::destinationLow).thenComparingLong(Key::destinationHigh)
                .thenComparingInt(Key::protocol);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final int packetLimit;
    private final int byteLimit;
    private final long timeoutNanos;
    private final Counters counters;
    private final IcmpReporter reporter;
    private final ObjLongConsumer<DropReason> drops;
    private final LinkedHashMap<Key, Reassembly> packets = new LinkedHashMap<>(); // oldest, so earliest deadline, first
    private final Frame whole = new Frame();
    private MemorySegment scratch = MemorySegment.NULL; // made when first needed
    private int heldBytes;

    /** @param drops hears of each packet that was given up without a call of {@code add} returning the reason */
    FragmentTable(StackConfig config, Counters counters, IcmpReporter reporter, ObjLongConsumer<DropReason> drops) {
        this.packetLimit = config.limits().fragmentedPackets();
        this.byteLimit = config.limits().fragmentBytes();
        this.timeoutNanos = config.ip().fragmentTimeout().toNanos();
        this.counters = counters;
        this.reporter = reporter;
        this.drops = drops;
    }

    /** Takes an IPv4 fragment; {@link #whole} then has the packet if this was what it lacked. */
    DropReason addIpv4(MemorySegment s, long o, long now) {
        whole.set(MemorySegment.NULL, 0, 0);
        int header = Ipv4Header.headerLength(s, o);
        int length = Ipv4Header.totalLength(s, o) - header;
        int offset = Ipv4Header.fragmentOffset(s, o);
        boolean more = Ipv4Header.moreFragments(s, o);
        if (!isPossible(offset, length, more)) return DropReason.FRAGMENT_MALFORMED;
        var key = new Key(0, Ipv4Header.source(s, o), 0, Ipv4Header.destination(s, o),
                Ipv4Header.identification(s, o), Ipv4Header.protocol(s, o));
        Reassembly packet = find(key, now);
        if (packet == null) return DropReason.FRAGMENT_LIMIT;
        DropReason reason = add(packet, offset, more, s, o + header, length, Ipv4Header.ecn(s, o));
        if (reason != DropReason.NONE) return reason;
        if (offset == 0) first(packet, s, o, header, 0, 0);
        if (!packet.isComplete()) return makeRoom(packet, now);
        remove(key, packet);
        int ecn = packet.fits(0) ? packet.ecn(Ipv4Header.ecn(packet.header(), 0)) : -1;
        if (ecn < 0) return DropReason.FRAGMENT_MALFORMED;
        int total = packet.copyTo(scratch(), (int) packet.header().byteSize());
        Ipv4Header.writeFragment(scratch, 0, total, 0, false);
        Ipv4Header.writeEcn(scratch, 0, ecn);
        whole.set(scratch, 0, total);
        counters.add(Counter.FRAGMENTS_REASSEMBLED);
        return DropReason.NONE;
    }

    /** Takes an IPv6 fragment, whose extension headers were walked; see {@link #addIpv4}. */
    DropReason addIpv6(MemorySegment s, long o, Ipv6Extensions headers, long now) {
        whole.set(MemorySegment.NULL, 0, 0);
        int packetLength = Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o);
        int length = packetLength - headers.offset();
        int offset = headers.fragmentOffset();
        if (!isPossible(offset, length, headers.moreFragments())) {
            // RFC 8200 4.5 wants a packet beyond 65,535 told too, but that is never a first fragment
            reporter.report(IcmpReporter.Problem.BAD_HEADER_FIELD, PAYLOAD_LENGTH_FIELD, s, o, packetLength, now);
            return DropReason.FRAGMENT_MALFORMED;
        }
        var key = new Key(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o), Ipv6Header.destinationHigh(s, o),
                Ipv6Header.destinationLow(s, o), headers.identification(), ANY_PROTOCOL);
        Reassembly packet = find(key, now);
        if (packet == null) return DropReason.FRAGMENT_LIMIT;
        DropReason reason = add(packet, offset, headers.moreFragments(), s, o + headers.offset(), length,
                Ipv6Header.ecn(s, o));
        if (reason != DropReason.NONE) return reason;
        if (offset == 0) first(packet, s, o, headers.offset(), headers.nextHeaderOffset(), headers.protocol());
        if (!packet.isComplete()) return makeRoom(packet, now);
        remove(key, packet);
        int unfragmentable = (int) packet.header().byteSize() - Ipv6Extensions.FRAGMENT_LENGTH;
        int ecn = packet.fits(Ipv6Extensions.FRAGMENT_LENGTH)
                ? packet.ecn(Ipv6Header.ecn(packet.header(), 0)) : -1;
        if (ecn < 0) return DropReason.FRAGMENT_MALFORMED;
        int total = packet.copyTo(scratch(), unfragmentable);
        Ipv6Header.writePayloadLength(scratch, 0, total - Ipv6Header.LENGTH);
        Ipv6Header.writeEcn(scratch, 0, ecn);
        scratch.set(ValueLayout.JAVA_BYTE, packet.nextHeaderOffset(), (byte) packet.protocol());
        whole.set(scratch, 0, total);
        counters.add(Counter.FRAGMENTS_REASSEMBLED);
        return DropReason.NONE;
    }

    /** The packet that the last fragment completed, valid until the next; of length 0 if it completed none. */
    Frame whole() {
        return whole;
    }

    /** When the oldest packet is given up. */
    long nextDeadline() {
        return packets.isEmpty() ? Deadline.NEVER : packets.firstEntry().getValue().deadline;
    }

    /** Gives up what has waited long enough; the sender hears of it if the first fragment came (RFC 4443 3.3). */
    void expire(long now) {
        while (!packets.isEmpty() && packets.firstEntry().getValue().deadline <= now) {
            Reassembly packet = packets.pollFirstEntry().getValue();
            heldBytes -= packet.heldBytes();
            if (packet.isSpoilt()) continue; // was told already
            drops.accept(DropReason.FRAGMENT_TIMEOUT, now);
            if (packet.hasFirst()) {
                int length = packet.copyFirstTo(scratch());
                reporter.report(IcmpReporter.Problem.REASSEMBLY_TIMED_OUT, 0, scratch, 0, length, now);
            }
        }
    }

    int heldBytes() {
        return heldBytes;
    }

    /** Every fragment has data; all but the last carry a multiple of 8 bytes; the packet ends within 65,535. */
    private static boolean isPossible(int offset, int length, boolean more) {
        return length > 0 && (!more || length % 8 == 0) && offset + length <= 65535;
    }

    private Reassembly find(Key key, long now) {
        Reassembly packet = packets.get(key);
        if (packet != null || packetLimit == 0) return packet;
        if (packets.size() == packetLimit) evictOldest(now);
        packet = new Reassembly(Deadline.after(now, timeoutNanos));
        packets.put(key, packet);
        return packet;
    }

    private DropReason add(
            Reassembly packet, int offset, boolean more, MemorySegment s, long dataOffset, int length, int ecn) {
        int before = packet.heldBytes();
        DropReason reason = packet.add(offset, more, s, dataOffset, length, ecn);
        heldBytes += packet.heldBytes() - before;
        return reason;
    }

    private void first(Reassembly packet, MemorySegment s, long o, int header, int nextHeaderOffset, int protocol) {
        int before = packet.heldBytes();
        packet.first(s, o, header, nextHeaderOffset, protocol);
        heldBytes += packet.heldBytes() - before;
    }

    /** Within the limit of bytes again: older packets go first, at last the one that grows. */
    private DropReason makeRoom(Reassembly growing, long now) {
        while (heldBytes > byteLimit) {
            if (packets.firstEntry().getValue() == growing) {
                heldBytes -= growing.heldBytes();
                return growing.spoil(DropReason.FRAGMENT_LIMIT);
            }
            evictOldest(now);
        }
        return DropReason.NONE;
    }

    private void evictOldest(long now) {
        Reassembly oldest = packets.pollFirstEntry().getValue();
        heldBytes -= oldest.heldBytes();
        if (!oldest.isSpoilt()) drops.accept(DropReason.FRAGMENT_LIMIT, now);
    }

    private void remove(Key key, Reassembly packet) {
        packets.remove(key);
        heldBytes -= packet.heldBytes();
    }

    private MemorySegment scratch() {
        if (scratch.byteSize() == 0) scratch = Arena.ofAuto().allocate(65536, 8);
        return scratch;
    }
}
