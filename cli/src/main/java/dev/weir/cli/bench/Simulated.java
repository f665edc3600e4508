package dev.weir.cli.bench;

import dev.weir.analysis.Quantity;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.HostPort;
import dev.weir.lab.net.Network;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;

/**
 * Flows through a simulated dumbbell on this thread, as fast as it can: a client and a server, two routers, 1 Gbit/s
 * between them and 10 Gbit/s around, a round trip of 4.4 ms.
 *
 * @param nanos how long was measured, by the wall's clock
 * @param cpuNanos of this thread
 * @param packets delivered to the two hosts
 * @param dataPackets those of them with payload, which the server got
 * @param bytes of payload that the server got
 * @param virtualNanos how much time passed in the network
 * @param heapBefore bytes in use, garbage left out
 * @param memoryBefore packets that the network has memory for
 */
record Simulated(long nanos, long cpuNanos, long packets, long dataPackets, long bytes, long virtualNanos, long heapBefore,
        long heapAfter, int memoryBefore, int memoryAfter, String congestionControl) implements Result {
    /** Whose TCP it is, at both ends. */
    static final String TCP = "weir";

    private static final int PORT = 9;
    private static final long ENDLESS = 1L << 60;
    private static final long AROUND_BITS_PER_SECOND = 10_000_000_000L;
    private static final long BETWEEN_BITS_PER_SECOND = 1_000_000_000L;
    private static final Duration AROUND_DELAY = Duration.ofNanos(100_000);
    private static final Duration BETWEEN_DELAY = Duration.ofMillis(2);
    private static final Duration STEP = Duration.ofMillis(20);

    private record Reading(long packets, long dataPackets, long bytes, long virtualNanos) {}

    static Simulated measure(Plan plan, int mtu, CountDownLatch stopped) {
        var payload = new Payload(1);
        var net = Network.builder().host("client").router("left").router("right").host("server")
                .link("client", "left", link -> link.mtu(mtu).rate(AROUND_BITS_PER_SECOND).delay(AROUND_DELAY))
                .link("left", "right", link -> link.mtu(mtu).rate(BETWEEN_BITS_PER_SECOND).delay(BETWEEN_DELAY))
                .link("right", "server", link -> link.mtu(mtu).rate(AROUND_BITS_PER_SECOND).delay(AROUND_DELAY))
                .build();
        var sinks = new Sink[plan.parallel()];
        String congestionControl = "";
        for (int i = 0; i < sinks.length; i++) {
            var sink = new Sink(payload);
            sinks[i] = sink;
            net.host("server").listen(PORT + i, () -> sink);
            var session = net.host("client").connect(net.address("server"), PORT + i, new Bulk(payload, ENDLESS));
            congestionControl = net.host("client").submit((_, now) -> session.connection().info(now)).congestionControl();
        }
        run(net, plan.warmUp(), stopped);
        long heapBefore = Held.heapInUse();
        int memoryBefore = net.packets().allocated();
        Reading before = read(net, sinks);
        var thread = ManagementFactory.getThreadMXBean();
        long cpuStart = thread.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        run(net, plan.duration(), stopped);
        long nanos = System.nanoTime() - start;
        long cpuNanos = thread.getCurrentThreadCpuTime() - cpuStart;
        Reading after = read(net, sinks);
        return new Simulated(nanos, cpuNanos, after.packets - before.packets, after.dataPackets - before.dataPackets,
                after.bytes - before.bytes, after.virtualNanos - before.virtualNanos, heapBefore, Held.heapInUse(),
                memoryBefore, net.packets().allocated(), congestionControl);
    }

    /** At least one step, so that there is something to show. */
    private static void run(Network net, Duration wall, CountDownLatch stopped) {
        long start = System.nanoTime();
        do {
            net.runFor(STEP);
        } while (System.nanoTime() - start < wall.toNanos() && stopped.getCount() > 0);
    }

    private static Reading read(Network net, Sink[] sinks) {
        long toServer = ((HostPort) net.node("server")).received();
        long toClient = ((HostPort) net.node("client")).received();
        long bytes = 0;
        for (Sink sink : sinks) bytes += sink.received();
        return new Reading(toServer + toClient, toServer, bytes, net.time().elapsed().toNanos());
    }

    /** For a person, the line before the result. */
    static String load(int parallel) {
        return Quantity.count(parallel, "bulk flow") + " through a dumbbell of "
                + Quantity.rate(BETWEEN_BITS_PER_SECOND) + ", round trip "
                + Quantity.time(2 * BETWEEN_DELAY.toNanos() + 4 * AROUND_DELAY.toNanos());
    }

    private long perSecond(long count) {
        return Math.round(count * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
    }

    private long cpuNanosPerPacket() {
        return packets == 0 ? 0 : cpuNanos / packets;
    }

    private long bitsPerSecond() {
        return Math.round(bytes * 8.0 * TimeUnit.SECONDS.toNanos(1) / virtualNanos);
    }

    @Override
    public String text() {
        return "packets       " + perSecond(packets) + " per second, " + perSecond(dataPackets) + " of them with payload: "
                + packets + " in " + Quantity.time(nanos)
                + "\nprocessor     " + cpuNanosPerPacket() + " ns of one core per packet"
                + "\nsimulated     " + Quantity.time(virtualNanos) + " at " + Quantity.rate(bitsPerSecond())
                + "\nmemory        heap " + Quantity.bytes(heapBefore) + " before and " + Quantity.bytes(heapAfter)
                + " after, " + memoryBefore + " and " + memoryAfter + " packets";
    }

    @Override
    public void write(JsonGenerator json) {
        json.writeNumberProperty("packets_per_second", perSecond(packets));
        json.writeNumberProperty("data_packets_per_second", perSecond(dataPackets));
        json.writeNumberProperty("cpu_ns_per_packet", cpuNanosPerPacket());
        json.writeNumberProperty("packets", packets);
        json.writeNumberProperty("virtual_s", virtualNanos / (double) TimeUnit.SECONDS.toNanos(1));
        json.writeNumberProperty("goodput_bps", bitsPerSecond());
        json.writeNumberProperty("heap_before_bytes", heapBefore);
        json.writeNumberProperty("heap_after_bytes", heapAfter);
        json.writeNumberProperty("packet_memory_before", memoryBefore);
        json.writeNumberProperty("packet_memory_after", memoryAfter);
    }
}
