package dev.weir.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A name server of a few lines: knows one address of each family, or misbehaves. */
final class NameServer implements AutoCloseable {
    private static final int TYPE_A = 1;

    private final DatagramSocket socket;

    /** What it does with a query. */
    enum Manner {
        GOOD, NXDOMAIN(3), SERVFAIL(2), REFUSED(5), EMPTY, SILENT, DROPS_AAAA;

        private final int code;

        Manner() {
            this(0);
        }

        Manner(int code) {
            this.code = code;
        }

        boolean answers(boolean ipv6) {
            return this != SILENT && !(this == DROPS_AAAA && ipv6);
        }
    }

    /** At 127.0.0.x, port 53. */
    NameServer(int lastByte, Manner manner, String ipv4) throws Exception {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0,
                (byte) lastByte}), 53));
        byte[] address = InetAddress.ofLiteral(ipv4).getAddress();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) serve(manner, address);
            } catch (IOException e) {
                // closed
            }
        });
    }

    private void serve(Manner manner, byte[] ipv4) throws IOException {
        var packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        boolean ipv6 = query[query.length - 3] != TYPE_A;
        if (!manner.answers(ipv6)) return;
        boolean found = (manner == Manner.GOOD || manner == Manner.DROPS_AAAA) && !ipv6;
        var answer = ByteBuffer.allocate(query.length + (found ? 16 : 0)).put(query);
        answer.putShort(2, (short) (0x8180 | manner.code)).putShort(6, (short) (found ? 1 : 0));
        if (found) answer.putShort((short) 0xc00c).putShort((short) TYPE_A).putShort((short) 1).putInt(60)
                .putShort((short) 4).put(ipv4);
        socket.send(new DatagramPacket(answer.array(), answer.position(), packet.getSocketAddress()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
