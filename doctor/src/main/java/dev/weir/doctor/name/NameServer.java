package dev.weir.doctor.name;

import dev.weir.doctor.visit.Resolution.Answer;
import dev.weir.doctor.visit.Resolution.Reply;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks one server one question, over UDP, and over TCP if the answer does not fit. */
final class NameServer {
    /** A query that was lost is asked again after this: one lost datagram is no fault. */
    private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final int LARGEST_ANSWER = 4096;
    private static final SecureRandom IDS = new SecureRandom();

    private final InetSocketAddress address;

    NameServer(InetSocketAddress address) {
        this.address = address;
    }

    /** Blocks for at most {@code timeoutNanos}. */
    Answer ask(String name, boolean ipv6, long timeoutNanos) {
        long began = System.nanoTime();
        int tries = 0;
        try (var socket = new DatagramSocket()) {
            socket.connect(address);
            int id = IDS.nextInt(1 << 16);
            byte[] query = DnsMessage.query(id, name, ipv6);
            while (System.nanoTime() - began < timeoutNanos) {
                tries++;
                socket.send(new DatagramPacket(query, query.length));
                long until = Math.min(began + timeoutNanos, System.nanoTime() + TRY_NANOS);
                var response = receive(socket, id, ipv6, until);
                if (response.isEmpty()) continue;
                var message = response.get();
                boolean overTcp = message.truncated();
                long left = began + timeoutNanos - System.nanoTime();
                if (overTcp) message = askOverTcp(query, id, ipv6, left).orElse(message);
                return answer(name, ipv6, message.reply(), message, tries, overTcp, began);
            }
            return answer(name, ipv6, Reply.SILENT, null, tries, false, began);
        } catch (PortUnreachableException e) {
            return answer(name, ipv6, Reply.UNREACHABLE, null, tries, false, began);
        } catch (IOException e) {
            return answer(name, ipv6, Reply.UNREACHABLE, null, tries, false, began);
        }
    }

    private Answer answer(
            String name, boolean ipv6, Reply reply, DnsMessage message, int tries, boolean overTcp, long began) {
        return new Answer(address, name, ipv6, reply, message == null ? List.of() : message.addresses(), tries, overTcp,
                System.nanoTime() - began);
    }

    private static Optional<DnsMessage> receive(DatagramSocket socket, int id, boolean ipv6, long until)
            throws IOException {
        var packet = new DatagramPacket(new byte[LARGEST_ANSWER], LARGEST_ANSWER);
        while (true) {
            long left = until - System.nanoTime();
            if (left <= 0) return Optional.empty();
            socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(left) + 1);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
            byte[] bytes = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
            var message = DnsMessage.response(bytes, ipv6).filter(response -> response.id() == id);
            if (message.isPresent()) return message;
        }
    }

    private Optional<DnsMessage> askOverTcp(byte[] query, int id, boolean ipv6, long timeoutNanos) {
        int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
        try (var socket = new Socket()) {
            socket.setSoTimeout(millis);
            socket.connect(address, millis);
            var framed = new byte[query.length + 2];
            framed[0] = (byte) (query.length >>> 8);
            framed[1] = (byte) query.length;
            System.arraycopy(query, 0, framed, 2, query.length);
            socket.getOutputStream().write(framed);
            var in = new DataInputStream(socket.getInputStream());
            var bytes = new byte[in.readUnsignedShort()];
            in.readFully(bytes);
            return DnsMessage.response(bytes, ipv6).filter(message -> message.id() == id);
        } catch (IOException e) {
            return Optional.empty(); // then what fitted the datagram has to do
        }
    }
}
