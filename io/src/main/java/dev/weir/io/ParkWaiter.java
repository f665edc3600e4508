package dev.weir.io;

import java.util.concurrent.locks.LockSupport;

/** For links without a descriptor: pure Java, no native access. */
final class ParkWaiter implements LoopWaiter {
    private final Thread loop;

    ParkWaiter(Thread loop) {
        this.loop = loop;
    }

    @Override
    public void sleep(long deadline) {
        LockSupport.parkNanos(this, deadline - RealTime.now());
    }

    @Override
    public void wake() {
        LockSupport.unpark(loop);
    }

    @Override
    public void alarm(long deadline) {
        if (Thread.currentThread() != loop) LockSupport.unpark(loop);
    }

    @Override
    public void letGo() {}

    @Override
    public void close() {}
}
