package dev.weir.io;

import dev.weir.core.time.Deadline;
import java.util.concurrent.locks.LockSupport;

/** For links without a descriptor: pure Java, no native access. */
final class ParkWaiter implements LoopWaiter {
    private final Thread loop;

    ParkWaiter(Thread loop) {
        this.loop = loop;
    }

    @Override
    public boolean sleep(long deadline) {
        if (deadline == Deadline.NEVER) LockSupport.park(this);
        else LockSupport.parkNanos(this, deadline - RealTime.now());
        return false;
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
