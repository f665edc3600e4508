package dev.weir.cli.bench;

import dev.weir.analysis.Quantity;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.JsonGenerator;

/**
 * Bytes per time that reach the application, all connections together.
 *
 * @param nanos how long was measured
 * @param retransmissions of all senders, warm-up included
 */
record Goodput(long bytes, long nanos, long retransmissions, String congestionControl) implements Result {
    private static final int READ_BYTES = 1 << 17;

    static Goodput measure(Course course, Plan plan) throws IOException {
        var received = new LongAdder();
        var senders = new ArrayList<Socket>();
        for (int i = 0; i < plan.parallel(); i++) {
            var pair = course.open();
            var sender = plan.reverse() ? pair.server() : pair.client();
            var receiver = plan.reverse() ? pair.client() : pair.server();
            senders.add(sender);
            Thread.ofVirtual().start(() -> send(sender, new byte[plan.sizeBytes()]));
            Thread.ofVirtual().start(() -> receive(receiver, received));
        }
        course.sleep(plan.warmUp());
        long startBytes = received.sum();
        long start = System.nanoTime();
        course.sleep(plan.duration());
        long bytes = received.sum() - startBytes;
        long nanos = System.nanoTime() - start;
        return new Goodput(bytes, nanos, senders.stream().mapToLong(Road::retransmissions).sum(),
                Road.congestionControl(senders.getFirst()));
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            var out = socket.getOutputStream();
            while (true) out.write(bytes);
        } catch (IOException e) {
            // the measurement is over
        }
    }

    private static void receive(Socket socket, LongAdder received) {
        var buffer = new byte[READ_BYTES];
        try {
            var in = socket.getInputStream();
            for (int count; (count = in.read(buffer)) >= 0; ) received.add(count);
        } catch (IOException e) {
            // the measurement is over
        }
    }

    /** Bits per second. */
    long bitsPerSecond() {
        return Math.round(bytes * 8.0 * TimeUnit.SECONDS.toNanos(1) / nanos);
    }

    @Override
    public String text() {
        return "goodput       " + Quantity.rate(bitsPerSecond()) + ": " + Quantity.bytes(bytes) + " in " + Quantity.time(nanos)
                + ", " + Quantity.count(retransmissions, "retransmission");
    }

    @Override
    public void write(JsonGenerator json) {
        json.writeNumberProperty("goodput_bps", bitsPerSecond());
        json.writeNumberProperty("received_bytes", bytes);
        json.writeNumberProperty("retransmissions", retransmissions);
    }
}
