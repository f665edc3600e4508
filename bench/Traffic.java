import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Writes a capture of made-up TCP traffic for comparisons: connections that begin one after the other, ask and are
 * answered, lose packets and repair them. Classic pcap, Ethernet, IPv4, deterministic by its seed.
 *
 * <p>{@code java bench/Traffic.java FILE [packets=550000] [snaplen=96] [connections at once=64] [seed=1]}
 */
final class Traffic {
    private static final int MSS = 1448;
    private static final int HEADERS = 14 + 20 + 32;
    private static final long RTT_NANOS = 20_000_000;
    private static final double LOSS = 0.002;

    private final OutputStream out;
    private final int snapLength;
    private final Random random;
    private final PriorityQueue<Connection> due = new PriorityQueue<>(
            Comparator.<Connection>comparingLong(c -> c.at).thenComparingInt(c -> c.id));
    private long packets;
    private int identification;

    /** One connection: a state machine that writes its next packets when it is due. */
    private static final class Connection {
        int id;
        int clientPort;
        int client;
        int server;
        long at;
        int step;
        int clientSeq;
        int serverSeq;
        int window = 10;
        int left;
        int turns;
        int lost = -1;
    }

    private Traffic(OutputStream out, int snapLength, long seed) {
        this.out = out;
        this.snapLength = snapLength;
        random = new Random(seed);
    }

    public static void main(String[] args) throws IOException {
        long packets = args.length > 1 ? Long.parseLong(args[1]) : 550_000;
        int snapLength = args.length > 2 ? Integer.parseInt(args[2]) : 96;
        int atOnce = args.length > 3 ? Integer.parseInt(args[3]) : 64;
        long seed = args.length > 4 ? Long.parseLong(args[4]) : 1;
        try (var out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])), 1 << 20)) {
            new Traffic(out, snapLength, seed).write(packets, atOnce);
        }
    }

    private void write(long wanted, int atOnce) throws IOException {
        out.write(ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0xa1b2c3d4).putShort((short) 2)
                .putShort((short) 4).putLong(0).putInt(snapLength).putInt(1).array());
        int made = 0;
        while (made < atOnce) due.add(begin(made++, made * 1_000_000L));
        while (packets < wanted) {
            var c = due.poll();
            if (!advance(c)) {
                c = begin(made++, c.at + 1_000_000);
            }
            due.add(c);
        }
    }

    private Connection begin(int id, long at) {
        var c = new Connection();
        c.id = id;
        c.at = at;
        c.client = 0x0a000000 | 1 + random.nextInt(250);
        c.server = 0x0a010000 | 1 + random.nextInt(20);
        c.clientPort = 10_000 + id % 50_000;
        c.clientSeq = random.nextInt();
        c.serverSeq = random.nextInt();
        c.turns = 1 + random.nextInt(4);
        return c;
    }

    /** Writes what is due; false once the connection is closed. */
    private boolean advance(Connection c) throws IOException {
        switch (c.step) {
            case 0 -> {
                packet(c, true, 2, 0);
                c.clientSeq++;
                c.at += RTT_NANOS;
                c.step = 1;
            }
            case 1 -> {
                packet(c, false, 0x12, 0);
                c.serverSeq++;
                c.at += 100_000;
                packet(c, true, 0x10, 0);
                c.step = 2;
            }
            case 2 -> {
                packet(c, true, 0x18, 200 + random.nextInt(400));
                c.left = 1 + (int) Math.min(2000, 3 / Math.pow(random.nextDouble(), 1.3));
                c.at += RTT_NANOS + 1_000_000L * random.nextInt(30);
                c.step = 3;
            }
            case 3 -> flight(c);
            case 4 -> {
                packet(c, true, 0x11, 0);
                c.clientSeq++;
                c.at += RTT_NANOS;
                packet(c, false, 0x11, 0);
                c.serverSeq++;
                c.at += 100_000;
                packet(c, true, 0x10, 0);
                return false;
            }
            default -> throw new AssertionError(c.step);
        }
        return true;
    }

    /** A window of data, an ACK for every second segment; a lost segment is sent again a round trip later. */
    private void flight(Connection c) throws IOException {
        int count = Math.min(c.left, c.window);
        int behind = 0;
        for (int i = 0; i < count; i++) {
            boolean lost = random.nextDouble() < LOSS && i + 4 < count;
            int start = c.serverSeq;
            packet(c, false, i + 1 == count ? 0x18 : 0x10, MSS);
            c.at += 12_000;
            if (lost) {
                behind = count - i - 1;
                for (int k = 0; k < behind; k++) {
                    packet(c, false, 0x10, MSS);
                    c.at += 12_000;
                    int next = c.serverSeq;
                    c.serverSeq = start;
                    packet(c, true, 0x10, 0);
                    c.serverSeq = next;
                }
                int next = c.serverSeq;
                c.at += RTT_NANOS;
                c.serverSeq = start;
                packet(c, false, 0x10, MSS);
                c.serverSeq = next;
                c.at += 50_000;
                packet(c, true, 0x10, 0);
                c.window = Math.max(4, c.window / 2);
                break;
            }
            if ((i & 1) == 1 || i + 1 == count) packet(c, true, 0x10, 0);
        }
        c.left -= count;
        c.window = Math.min(200, c.window + 4);
        c.at += RTT_NANOS;
        if (c.left <= 0) {
            c.at += 1_000_000L * random.nextInt(200);
            c.step = --c.turns > 0 ? 2 : 4;
        }
    }

    private void packet(Connection c, boolean fromClient, int flags, int length) throws IOException {
        packets++;
        int captured = Math.min(snapLength, HEADERS + length);
        var b = ByteBuffer.allocate(16 + captured).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt((int) (1_700_000_000L + c.at / 1_000_000_000)).putInt((int) (c.at % 1_000_000_000 / 1000));
        b.putInt(captured).putInt(HEADERS + length);
        b.order(ByteOrder.BIG_ENDIAN).putLong(0x0200000000010200L).putInt(2).putShort((short) 0x0800);
        b.putShort((short) 0x4500).putShort((short) (52 + length)).putShort((short) ++identification);
        b.putShort((short) 0x4000).putShort((short) 0x4006).putShort((short) 0);
        b.putInt(fromClient ? c.client : c.server).putInt(fromClient ? c.server : c.client);
        b.putShort((short) (fromClient ? c.clientPort : 80)).putShort((short) (fromClient ? 80 : c.clientPort));
        b.putInt(fromClient ? c.clientSeq : c.serverSeq);
        b.putInt((flags & 0x10) == 0 ? 0 : fromClient ? c.serverSeq : c.clientSeq);
        b.putShort((short) (0x8000 | flags)).putShort((short) 60_000).putInt(0);
        if ((flags & 2) != 0) b.putInt(0x020405b4).putInt(0x01030307).putInt(0x01010402);
        else b.putInt(0x0101080a).putInt((int) (c.at / 1_000_000)).putInt((int) (c.at / 1_000_000));
        if (fromClient) c.clientSeq += length;
        else c.serverSeq += length;
        out.write(b.array(), 0, 16 + captured);
    }
}
