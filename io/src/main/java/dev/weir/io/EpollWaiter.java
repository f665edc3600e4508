package dev.weir.io;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.weir.io.sys.Epoll;
import dev.weir.io.sys.Errno;
import dev.weir.io.sys.SystemCallFailed;
import dev.weir.io.sys.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * For a link with a descriptor: epoll over the device, a doorbell and an alarm clock.
 *
 * <p>The device is one-shot. Whoever holds the turn re-arms it at the end of the turn, not the loop: a loop that finds
 * the turn taken sleeps, and would spin on a device that stays readable until the driver has read it. Doorbell (an
 * eventfd) and clock (a timerfd) are edge-triggered, so nobody has to read them.
 */
final class EpollWaiter implements LoopWaiter {
    private static final long DEVICE = 0;
    private static final long DOORBELL = 1;
    private static final long CLOCK = 2;

    private static final int NON_BLOCKING_CLOSE_ON_EXEC = 0x80800; // EFD_ and TFD_ alike
    private static final int CLOCK_MONOTONIC = 1;
    private static final int EVENTS = 3;

    private final DescriptorLink link;
    private final Arena arena = Arena.ofShared();
    private final SystemCalls loopCalls = new SystemCalls(arena);
    private final SystemCalls turnCalls = new SystemCalls(arena);
    private final SystemCalls wakeCalls = new SystemCalls(arena); // guarded by this
    private final MemorySegment events = arena.allocate(EVENTS * Epoll.BYTES);
    private final MemorySegment interestOfTurn = arena.allocate(Epoll.BYTES);
    private final MemorySegment alarm = arena.allocate(32, 8);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
    private final int epoll;
    private final int doorbell;
    private final int clock;

    private volatile boolean fired; // the device has been announced and is not armed
    private int armedFor; // guarded by the turn
    private boolean closed; // guarded by this

    EpollWaiter(DescriptorLink link) throws IOException {
        this.link = link;
        epoll = SystemCallFailed.check(loopCalls.epollCreate(Epoll.CLOSE_ON_EXEC), "create an epoll");
        doorbell = SystemCallFailed.check(loopCalls.eventfd(0, NON_BLOCKING_CLOSE_ON_EXEC), "create an eventfd");
        clock = SystemCallFailed.check(
                loopCalls.timerfdCreate(CLOCK_MONOTONIC, NON_BLOCKING_CLOSE_ON_EXEC), "create a timerfd");
        armedFor = Epoll.IN | Epoll.ONE_SHOT;
        add(link.descriptor(), armedFor, DEVICE);
        add(doorbell, Epoll.IN | Epoll.EDGE_TRIGGERED, DOORBELL);
        add(clock, Epoll.IN | Epoll.EDGE_TRIGGERED, CLOCK);
    }

    private void add(int fd, int interest, long data) throws IOException {
        Epoll.write(interestOfTurn, interest, data);
        SystemCallFailed.check(loopCalls.epollControl(epoll, Epoll.ADD, fd, interestOfTurn), "wait for a descriptor");
    }

    /** The alarm ends it: {@code deadline} was announced by {@link #alarm}. */
    @Override
    public boolean sleep(long deadline) {
        int announced = loopCalls.epollWait(epoll, events, EVENTS, -1);
        if (announced < 0 && announced != -Errno.EINTR) throw failed("wait for events", announced);
        for (int i = 0; i < announced; i++) {
            if (Epoll.data(events, i) != DEVICE) continue;
            fired = true;
            return true;
        }
        return false;
    }

    @Override
    public synchronized void wake() {
        if (!closed) wakeCalls.write(doorbell, one, 0, Long.BYTES);
    }

    @Override
    public void alarm(long deadline) {
        long left = Math.max(1, deadline - RealTime.now()); // zero would disarm it
        alarm.set(JAVA_LONG, 16, left / 1_000_000_000);
        alarm.set(JAVA_LONG, 24, left % 1_000_000_000);
        int result = turnCalls.timerfdSettime(clock, 0, alarm);
        if (result < 0) throw failed("set a timer", result);
    }

    /** A device with packets left over is not armed: the driver comes back for them, or calls the loop. */
    @Override
    public void letGo() {
        int wanted = Epoll.IN | Epoll.ONE_SHOT | (link.isBlocked() ? Epoll.OUT : 0);
        if (!link.isDrained() || !fired && wanted == armedFor) return;
        armedFor = wanted;
        fired = false; // before the device can fire again
        Epoll.write(interestOfTurn, wanted, DEVICE);
        int result = turnCalls.epollControl(epoll, Epoll.MODIFY, link.descriptor(), interestOfTurn);
        if (result < 0) throw failed("wait for the device", result);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        loopCalls.close(epoll);
        loopCalls.close(doorbell);
        loopCalls.close(clock);
        arena.close();
    }

    private static UncheckedIOException failed(String what, int result) {
        return new UncheckedIOException(new SystemCallFailed(what, -result));
    }
}
