package dev.weir.analysis.capture;

import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Extensions;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts IP fragments together again (RFC 791 3.2, RFC 8200 4.5), in whatever order they come. Bounded: of more than
 * {@value #MOST} packets in the making the oldest is forgotten. Where the snap length cut a fragment, the packet is
 * known as far as to the first byte that is missing. Not thread-safe.
 */
final class Fragments {
    static final int MOST = 256;

    private static final int UNIT = 8;
    private static final int MAXIMUM_DATA = 65_535;

    private record Key(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int identification,
            int protocol) {}

    /** A packet of which all fragments have not yet come. */
    private static final class Partial {
        private final BitSet units = new BitSet();
        private byte[] data = {};
        private byte[] header;
        private int length = -1;
        /** The first byte that was cut away. */
        private int known = MAXIMUM_DATA;

        /** @param size bytes on the wire, of which perhaps fewer were captured */
        void add(MemorySegment s, long from, int captured, int at, int size, boolean last) {
            int here = Math.min(captured, size);
            if (at + size > data.length) {
                var longer = new byte[Math.max(2 * data.length, at + size)];
                System.arraycopy(data, 0, longer, 0, data.length);
                data = longer;
            }
            MemorySegment.copy(s, ValueLayout.JAVA_BYTE, from, data, at, here);
            if (here < size) known = Math.min(known, at + here);
            units.set(at / UNIT, (at + size + UNIT - 1) / UNIT);
            if (last) length = at + size;
        }

        boolean isWhole() {
            return header != null && length >= 0 && units.nextClearBit(0) >= (length + UNIT - 1) / UNIT;
        }

        MemorySegment packet() {
            int there = Math.min(length, known);
            var packet = new byte[header.length + there];
            System.arraycopy(header, 0, packet, 0, header.length);
            System.arraycopy(data, 0, packet, header.length, there);
            return MemorySegment.ofArray(packet);
        }
    }

    private final Map<Key, Partial> partials = new LinkedHashMap<>();
    private int missingBytes;

    /** Of the last whole packet, bytes that the snap length left out. */
    int missingBytes() {
        return missingBytes;
    }

    /**
     * Takes a fragment.
     *
     * @return the packet that is whole with it, from its IP header on; null as long as something is missing
     */
    MemorySegment ipv4(MemorySegment s, long o) {
        int headerLength = Ipv4Header.headerLength(s, o);
        int size = Ipv4Header.totalLength(s, o) - headerLength;
        int at = Ipv4Header.fragmentOffset(s, o);
        int captured = (int) (s.byteSize() - o - headerLength);
        if (size <= 0 || captured < 0 || headerLength + at + size > MAXIMUM_DATA) return null;
        var key = new Key(0, Ipv4Header.source(s, o), 0, Ipv4Header.destination(s, o), Ipv4Header.identification(s, o),
                Ipv4Header.protocol(s, o));
        var partial = partial(key);
        partial.add(s, o + headerLength, captured, at, size, !Ipv4Header.moreFragments(s, o));
        if (at == 0) partial.header = s.asSlice(o, headerLength).toArray(ValueLayout.JAVA_BYTE);
        if (!partial.isWhole()) return null;
        var whole = finished(key, partial);
        Ipv4Header.writeFragment(whole, 0, partial.header.length + partial.length, 0, false);
        return whole;
    }

    /** As {@link #ipv4}; the packet comes without extension headers. */
    MemorySegment ipv6(MemorySegment s, long o, Ipv6Extensions extensions) {
        int size = Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o) - extensions.offset();
        int at = extensions.fragmentOffset();
        int captured = (int) (s.byteSize() - o - extensions.offset());
        if (size <= 0 || captured < 0 || at + size > MAXIMUM_DATA) return null;
        var key = new Key(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o), Ipv6Header.destinationHigh(s, o),
                Ipv6Header.destinationLow(s, o), extensions.identification(), -1);
        var partial = partial(key);
        partial.add(s, o + extensions.offset(), captured, at, size, !extensions.moreFragments());
        if (at == 0) {
            partial.header = new byte[Ipv6Header.LENGTH];
            Ipv6Header.write(MemorySegment.ofArray(partial.header), 0, Ipv6Header.trafficClass(s, o),
                    Ipv6Header.flowLabel(s, o), 0, extensions.protocol(), Ipv6Header.hopLimit(s, o),
                    Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o), Ipv6Header.destinationHigh(s, o),
                    Ipv6Header.destinationLow(s, o));
        }
        if (!partial.isWhole()) return null;
        var whole = finished(key, partial);
        Ipv6Header.writePayloadLength(whole, 0, partial.length);
        return whole;
    }

    private Partial partial(Key key) {
        var known = partials.get(key);
        if (known != null) return known;
        if (partials.size() == MOST) partials.remove(partials.keySet().iterator().next());
        var partial = new Partial();
        partials.put(key, partial);
        return partial;
    }

    private MemorySegment finished(Key key, Partial partial) {
        partials.remove(key);
        missingBytes = partial.length - Math.min(partial.length, partial.known);
        return partial.packet();
    }
}
