package dev.weir.cli.bench;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.JsonOutput;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import tools.jackson.core.JsonGenerator;

/**
 * How long a request and its answer take, one after the other on each connection.
 *
 * @param rtts nanoseconds
 * @param nanos how long was measured
 */
record Latency(Histogram rtts, long nanos, String congestionControl) implements Result {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;

    static Latency measure(Course course, Plan plan) throws IOException {
        var recorders = new ArrayList<Recorder>();
        var measuring = new AtomicBoolean();
        Socket first = null;
        for (int i = 0; i < plan.parallel(); i++) {
            var pair = course.open();
            var asking = plan.reverse() ? pair.server() : pair.client();
            var answering = plan.reverse() ? pair.client() : pair.server();
            if (first == null) first = asking;
            var recorder = new Recorder(LONGEST_NANOS, DIGITS);
            recorders.add(recorder);
            Thread.ofVirtual().start(() -> answer(answering, new byte[plan.sizeBytes()]));
            Thread.ofVirtual().start(() -> ask(asking, new byte[plan.sizeBytes()], recorder, measuring));
        }
        course.sleep(plan.warmUp());
        long start = System.nanoTime();
        measuring.set(true);
        course.sleep(plan.duration());
        measuring.set(false);
        long nanos = System.nanoTime() - start;
        var all = new Histogram(LONGEST_NANOS, DIGITS);
        for (var recorder : recorders) all.add(recorder.getIntervalHistogram());
        return new Latency(all, nanos, Road.congestionControl(first));
    }

    private static void ask(Socket socket, byte[] bytes, Recorder recorder, AtomicBoolean measuring) {
        try {
            var out = socket.getOutputStream();
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                boolean counts = measuring.get(); // what began in the warm-up does not
                long start = System.nanoTime();
                out.write(bytes);
                in.readFully(bytes);
                if (counts) recorder.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - start));
            }
        } catch (IOException e) {
            // the measurement is over
        }
    }

    private static void answer(Socket socket, byte[] bytes) {
        try {
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            while (true) {
                in.readFully(bytes);
                out.write(bytes);
            }
        } catch (IOException e) {
            // the measurement is over
        }
    }

    private long transactionsPerSecond() {
        return Math.round(rtts.getTotalCount() * (double) TimeUnit.SECONDS.toNanos(1) / nanos);
    }

    @Override
    public String text() {
        return "round trip    p50 " + Quantity.time(rtts.getValueAtPercentile(50)) + ", p99 "
                + Quantity.time(rtts.getValueAtPercentile(99)) + ", longest " + Quantity.time(rtts.getMaxValue())
                + "\ntransactions  " + transactionsPerSecond() + " per second: " + rtts.getTotalCount() + " in "
                + Quantity.time(nanos);
    }

    @Override
    public void write(JsonGenerator json) {
        json.writeNumberProperty("rtt_p50_us", JsonOutput.micros(rtts.getValueAtPercentile(50)));
        json.writeNumberProperty("rtt_p99_us", JsonOutput.micros(rtts.getValueAtPercentile(99)));
        json.writeNumberProperty("rtt_max_us", JsonOutput.micros(rtts.getMaxValue()));
        json.writeNumberProperty("transactions_per_second", transactionsPerSecond());
        json.writeNumberProperty("transactions", rtts.getTotalCount());
    }
}
