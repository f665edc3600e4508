package dev.weir.doctor.reach;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Probes that wait inside the kernel, side by side: each on a platform thread of its own, which is what they need. */
final class Parallel {
    private Parallel() {}

    /** One probe. */
    @FunctionalInterface
    interface Probe {
        void run() throws IOException;
    }

    /** Runs all of them and waits; one that fails leaves no result, which is what it has found out. */
    static void run(List<Probe> probes) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var probe : probes) {
            threads.add(Thread.ofPlatform().daemon().name("weir-probe").start(() -> {
                try {
                    probe.run();
                } catch (IOException e) {
                    // the operating system does not let us; the rules see that nothing is known
                }
            }));
        }
        for (var thread : threads) thread.join();
    }
}
