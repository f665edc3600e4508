package dev.weir.cli.bench;

import dev.weir.analysis.Quantity;
import dev.weir.io.EventLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;

/**
 * Connections that are opened one after the other and stay open, idle.
 *
 * @param nanos how long opening took, both ends
 * @param bytes of this process: the heap and Weir's buffers; what the kernel keeps is not in it
 */
record Held(int connections, long nanos, long bytes, String congestionControl) implements Result {
    private static final int WARM_UP = 200;
    private static final int COLLECTIONS = 4; // the serial collector leaves gaps, except in every fourth

    static Held measure(Course course, int connections) throws IOException {
        try (var rehearsal = new Course(course.road(), new CountDownLatch(1))) {
            for (int i = 0; i < WARM_UP; i++) rehearsal.open();
        }
        var first = course.open();
        long before = bytesInUse(course.road());
        long start = System.nanoTime();
        int opened = 0;
        while (opened < connections && !course.isStopped()) {
            course.open();
            opened++;
        }
        long nanos = System.nanoTime() - start;
        long bytes = Math.max(0, bytesInUse(course.road()) - before);
        return new Held(opened, nanos, bytes, Road.congestionControl(first.client()));
    }

    private static long bytesInUse(Road road) {
        return heapInUse() + road.loops().stream().mapToLong(Held::bufferBytes).sum();
    }

    /** After the last collection: what is in use now has room in it that threads have only reserved. */
    static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage).filter(Objects::nonNull).mapToLong(MemoryUsage::getUsed).sum();
    }

    private static long bufferBytes(EventLoop loop) {
        return loop.submit((stack, now) -> stack.bufferBytesInUse());
    }

    private long perSecond() {
        return nanos == 0 ? 0 : Math.round(connections * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
    }

    private long bytesPerConnection() {
        return connections == 0 ? 0 : bytes / connections;
    }

    @Override
    public String text() {
        return "connections   " + connections + " opened, " + perSecond() + " per second\nmemory        "
                + Quantity.bytes(bytesPerConnection()) + " per connection: both ends, in this process, not in the kernel";
    }

    @Override
    public void write(JsonGenerator json) {
        json.writeNumberProperty("bytes_per_connection", bytesPerConnection());
        json.writeNumberProperty("connections_per_second", perSecond());
        json.writeNumberProperty("connections", connections);
    }
}
