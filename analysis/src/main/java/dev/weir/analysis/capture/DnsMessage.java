package dev.weir.analysis.capture;

import dev.weir.analysis.capture.Notice.NameLookup;
import dev.weir.wire.IpAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;

/** Question and addresses out of a DNS message (RFC 1035 4). */
final class DnsMessage {
    private static final int HEADER = 12;
    private static final int POINTER = 0xc0;
    private static final int RESPONSE = 0x8000;
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int MAXIMUM_LABELS = 128;
    /** More records than this are not looked at. */
    private static final int MAXIMUM_RECORDS = 64;

    private DnsMessage() {}

    /** Null where it is malformed before the end of the first question, or not what its port says. */
    static NameLookup read(
            MemorySegment s, long o, long frame, long nanos, IpAddress client, IpAddress server, boolean answer) {
        if (o + HEADER > s.byteSize()) return null;
        int flags = NoticeReader.read16(s, o + 2);
        if ((flags & RESPONSE) != 0 != answer || NoticeReader.read16(s, o + 4) == 0) return null;
        var name = new StringBuilder();
        long at = name(s, o + HEADER, name);
        if (at < 0 || at + 4 > s.byteSize()) return null;
        int type = NoticeReader.read16(s, at);
        var addresses = new ArrayList<IpAddress>();
        if (answer) addresses(s, at + 4, NoticeReader.read16(s, o + 6), addresses);
        return new NameLookup(frame, nanos, client, server, NoticeReader.read16(s, o), name.toString(), type, answer,
                flags & 0xf, addresses);
    }

    private static void addresses(MemorySegment s, long from, int count, ArrayList<IpAddress> addresses) {
        long at = from;
        for (int i = 0; i < Math.min(count, MAXIMUM_RECORDS); i++) {
            at = name(s, at, null);
            if (at < 0 || at + 10 > s.byteSize()) return;
            int type = NoticeReader.read16(s, at);
            int length = NoticeReader.read16(s, at + 8);
            at += 10;
            if (at + length > s.byteSize() || addresses.size() == NoticeReader.MAXIMUM_ADDRESSES) return;
            if (type == A && length == 4) {
                addresses.add(IpAddress.ofIpv4(NoticeReader.read16(s, at) << 16 | NoticeReader.read16(s, at + 2)));
            } else if (type == AAAA && length == 16) {
                addresses.add(NoticeReader.address(s, at));
            }
            at += length;
        }
    }

    /** Appends a name, if asked to, up to its first pointer; where it ends, or -1. */
    private static long name(MemorySegment s, long from, StringBuilder target) {
        long at = from;
        for (int labels = 0; labels < MAXIMUM_LABELS && at < s.byteSize(); labels++) {
            int length = s.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            if (length == 0) return at + 1;
            if ((length & POINTER) == POINTER) return at + 2;
            if ((length & POINTER) != 0 || at + 1 + length > s.byteSize()) return -1;
            if (target != null) {
                if (!target.isEmpty()) target.append('.');
                for (int i = 1; i <= length; i++) {
                    int octet = s.get(ValueLayout.JAVA_BYTE, at + i) & 0xff;
                    target.append(octet > 32 && octet < 127 ? (char) octet : '?');
                }
            }
            at += 1 + length;
        }
        return -1;
    }
}
