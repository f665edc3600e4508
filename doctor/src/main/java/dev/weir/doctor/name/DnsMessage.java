package dev.weir.doctor.name;

import dev.weir.doctor.visit.Resolution.Reply;
import dev.weir.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * As much of DNS as asking for addresses takes.
 *
 * @param truncated the answer did not fit: ask again over TCP
 * @spec https://www.rfc-editor.org/rfc/rfc1035 RFC 1035, section 4
 */
record DnsMessage(int id, Reply reply, boolean truncated, List<IpAddress> addresses) {
    private static final int HEADER_BYTES = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int CLASS_IN = 1;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int LABEL_POINTER = 0xc0;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;

    /** Whether a name can be asked for at all: labels of 1 to 63 bytes, 253 in all. */
    static boolean isAskable(String name) {
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(plain);
        return !plain.isEmpty() && plain.length() <= LONGEST_NAME && ascii && Arrays.stream(plain.split("\\.", -1))
                .allMatch(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL);
    }

    static byte[] query(int id, String name, boolean ipv6) {
        var out = new ByteArrayOutputStream();
        put16(out, id);
        put16(out, RECURSION_DESIRED);
        put16(out, 1); // one question
        for (int i = 0; i < 3; i++) put16(out, 0);
        for (String label : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        put16(out, ipv6 ? TYPE_AAAA : TYPE_A);
        put16(out, CLASS_IN);
        return out.toByteArray();
    }

    private static void put16(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    /** Empty if these bytes are no response. What is cut or crooked inside one is {@link Reply#MALFORMED}. */
    static Optional<DnsMessage> response(byte[] bytes, boolean ipv6) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES) return Optional.empty();
        int id = in.getShort() & 0xffff;
        int flags = in.getShort() & 0xffff;
        if ((flags & RESPONSE) == 0) return Optional.empty();
        boolean truncated = (flags & TRUNCATED) != 0;
        var addresses = new ArrayList<IpAddress>();
        try {
            readAddresses(in, ipv6, addresses);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            if (!truncated) return Optional.of(new DnsMessage(id, Reply.MALFORMED, false, List.of()));
        }
        return Optional.of(new DnsMessage(id, reply(flags & 0xf, addresses), truncated, List.copyOf(addresses)));
    }

    private static void readAddresses(ByteBuffer in, boolean ipv6, List<IpAddress> addresses) {
        int questions = in.getShort() & 0xffff;
        int records = in.getShort() & 0xffff;
        in.position(HEADER_BYTES);
        for (int i = 0; i < questions; i++) {
            skipName(in);
            in.getInt();
        }
        for (int i = 0; i < records; i++) {
            skipName(in);
            int type = in.getShort() & 0xffff;
            in.getShort();
            in.getInt(); // time to live
            var data = new byte[in.getShort() & 0xffff];
            in.get(data);
            if (type == (ipv6 ? TYPE_AAAA : TYPE_A)) addresses.add(address(data, ipv6));
        }
    }

    private static void skipName(ByteBuffer in) {
        while (true) {
            int length = in.get() & 0xff;
            if (length == 0) return;
            if ((length & LABEL_POINTER) == LABEL_POINTER) {
                in.get();
                return;
            }
            in.position(in.position() + length);
        }
    }

    private static IpAddress address(byte[] data, boolean ipv6) {
        int length = ipv6 ? 16 : 4;
        if (data.length != length) throw new IllegalArgumentException("an address of " + data.length + " bytes");
        try {
            return IpAddress.of(InetAddress.getByAddress(data));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always an address", e);
        }
    }

    private static Reply reply(int code, List<IpAddress> addresses) {
        return switch (code) {
            case 0 -> addresses.isEmpty() ? Reply.NO_DATA : Reply.ADDRESSES;
            case 2 -> Reply.SERVER_FAILURE;
            case 3 -> Reply.NAME_ERROR;
            case 5 -> Reply.REFUSED;
            default -> Reply.OTHER_CODE;
        };
    }
}
