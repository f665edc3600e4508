package dev.weir.architecture.bad.core.tcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Offends in every way that makes an engine unpredictable. */
public final class Tcp {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(int[].class);
    private final AtomicLong bytes = new AtomicLong();

    long clock() {
        return System.nanoTime();
    }

    void wake(Thread waiter) {
        bytes.incrementAndGet();
        LockSupport.unpark(waiter);
    }

    synchronized void guarded() {}

    void block() {
        synchronized (this) {
            bytes.incrementAndGet();
        }
    }

    boolean mark(int[] state) {
        return STATE.compareAndSet(state, 0, 0, 1);
    }

    long draw() {
        return new SplittableRandom().nextLong();
    }

    void speak() {
        System.out.println();
        System.getLogger("tcp").log(System.Logger.Level.INFO, "said");
    }

    double window(double segments) {
        return Math.cbrt(segments);
    }
}
