package dev.weir.core;

import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import java.util.function.BooleanSupplier;

/**
 * What runs a {@link Stack}, as application threads see it. Every method may be called from any thread.
 *
 * <p>Drivers: {@code EventLoop} in real time, {@code VirtualTime} in simulations.
 */
public interface Driver {
    /**
     * Runs a request inside a turn and answers its result. Blocks only while another thread drives.
     *
     * @throws dev.weir.core.tcp.CallRefused as the request did
     * @throws IllegalStateException if the stack is closed
     */
    <R> R submit(Request<R> request);

    /** After bytes were written to or read from {@code item}'s buffers: sees to it that a driver looks at it. */
    void ring(Marked item);

    /**
     * Waits until {@code ready} holds. It is tested before sleeping and after each signal of {@code point}.
     *
     * <p>A virtual thread's interrupt ends the wait; a platform thread's neither ends nor spins it, and its status is set
     * again on return (as the JDK's sockets do).
     *
     * @param deadline in the time of {@link #now()}; {@link dev.weir.core.time.Deadline#NEVER} to wait for ever
     * @return true if ready, false if the deadline passed first
     * @throws InterruptedException only on a virtual thread; its interrupt status stays set
     */
    boolean await(WaitPoint point, BooleanSupplier ready, long deadline) throws InterruptedException;

    /** Makes a gate at which threads wait as they do in {@link #await}. */
    Gate gate();

    /** Nanoseconds of the clock that drives the stack. */
    long now();

    /** True once the stack is closed and nothing will be run any more. */
    boolean isClosed();
}
