package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.Request;
import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.time.Deadline;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** A driver that answers in the exceptions of {@code java.net}. Any thread. */
record Calls(Driver driver) {
    /** Runs {@code request} in a turn. */
    <R> R ask(Request<R> request) throws SocketException {
        try {
            return driver.submit(request);
        } catch (CallRefused refused) {
            throw Failures.refused(refused);
        } catch (IllegalStateException e) {
            if (driver.isClosed()) throw Failures.stackClosed();
            throw e;
        }
    }

    void ring(Marked item) {
        driver.ring(item);
    }

    /** @param timeoutMillis 0: never */
    long deadline(int timeoutMillis) {
        return timeoutMillis == 0
                ? Deadline.NEVER
                : Deadline.after(driver.now(), TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    /** Waits for other threads in the same call, of which one at a time may proceed. */
    void lock(ReentrantLock lock, long deadline, String timedOut) throws SocketTimeoutException {
        if (deadline == Deadline.NEVER) {
            lock.lock();
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (lock.tryLock(deadline - driver.now(), TimeUnit.NANOSECONDS)) return;
                    throw new SocketTimeoutException(timedOut);
                } catch (InterruptedException e) { // as the JDK: only waiting for the peer can be interrupted
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** @throws InterruptedIOException on an interrupted virtual thread; Socket and ServerSocket close themselves then */
    void await(WaitPoint point, BooleanSupplier ready, long deadline, String timedOut)
            throws InterruptedIOException, SocketException {
        try {
            if (!driver.await(point, ready, deadline)) throw new SocketTimeoutException(timedOut);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        } catch (IllegalStateException e) {
            if (driver.isClosed()) throw Failures.stackClosed();
            throw e;
        }
    }
}
