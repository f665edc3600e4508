package dev.weir.io;

import dev.weir.core.Gate;
import dev.weir.core.time.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A gate in real time: a lock. */
final class LockGate implements Gate {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public boolean enter(long deadline) {
        if (deadline == Deadline.NEVER) {
            lock.lock();
            return true;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(deadline - RealTime.now(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) { // as the JDK: only waiting for the peer can be interrupted
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public void leave() {
        lock.unlock();
    }
}
