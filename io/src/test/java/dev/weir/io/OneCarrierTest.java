package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.MemoryLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Virtual threads on a single carrier, as on a machine with one processor: a JVM of its own, since the number of
 * carriers is fixed when it starts. It runs without the right to native access, which a memory link does not need.
 */
class OneCarrierTest {
    private static final int PAIRS = 8;
    private static final int TRANSACTIONS = 20_000;
    private static final long PATIENCE_NANOS = 40_000_000_000L;

    @Test
    void noPairOfThreadsStarvesBesideOthersThatFeedEachOther() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "--illegal-native-access=deny", "-ea", "-cp", System.getProperty("java.class.path"),
                OneCarrierTest.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).as("transactions of each pair").matches("\\d+( \\d+){" + (PAIRS - 1) + "}");
        long[] transactions = Arrays.stream(output.split(" ")).mapToLong(Long::parseLong).toArray();
        long mean = LongStream.of(transactions).sum() / PAIRS;
        assertThat(LongStream.of(transactions).min().orElseThrow()).as("slowest of " + output).isGreaterThan(mean / 20);
    }

    /** Prints how many transactions each pair made. */
    public static void main(String[] arguments) throws InterruptedException {
        var link = MemoryLink.pair(1500);
        var client = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.1/24"), link.a());
        var server = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.2/24"), link.b());
        var listener = Peer.listen(server, 80);
        Thread.ofVirtual().start(() -> ignoringTheEnd(() -> {
            while (true) {
                var accepted = Peer.accept(server, listener);
                Thread.ofVirtual().start(() -> ignoringTheEnd(() -> {
                    while (true) accepted.write(accepted.readFully(1));
                }));
            }
        }));
        var transactions = new AtomicLongArray(PAIRS);
        for (int i = 0; i < PAIRS; i++) {
            int pair = i;
            Thread.ofVirtual().start(() -> ignoringTheEnd(() -> {
                var connected = Peer.connect(client, "10.0.0.2", 80);
                while (true) {
                    connected.write(new byte[1]);
                    connected.readFully(1);
                    transactions.incrementAndGet(pair);
                }
            }));
        }
        long begin = System.nanoTime();
        while (sum(transactions) < TRANSACTIONS && System.nanoTime() - begin < PATIENCE_NANOS) Thread.sleep(10);
        System.out.println(IntStream.range(0, PAIRS).mapToObj(i -> "" + transactions.get(i))
                .collect(Collectors.joining(" ")));
        Runtime.getRuntime().halt(0);
    }

    private static long sum(AtomicLongArray counts) {
        return IntStream.range(0, counts.length()).mapToLong(counts::get).sum();
    }

    @FunctionalInterface
    private interface Endless {
        void run() throws InterruptedException;
    }

    private static void ignoringTheEnd(Endless body) {
        try {
            body.run();
        } catch (InterruptedException | RuntimeException e) {
            // the process ends
        }
    }
}
