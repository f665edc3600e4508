package dev.weir.lab.blocking;

import dev.weir.core.buffer.WaitPoint;
import dev.weir.lab.VirtualTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One wait of one thread: for what, how long, and what an interrupt does to it. */
final class Wait implements VirtualTime.Attention {
    /** What ends it, beside the deadline. */
    enum Kind {
        /** a signal at a point of a stack */
        SIGNAL,
        /** a condition, asked whenever an instant is settled */
        CONDITION,
        /** the end of a thread */
        JOIN,
        /** nothing */
        SLEEP,
        /** that nothing is left that could happen */
        QUIET
    }

    private final Baton baton;
    private final ApplicationThread thread;
    private final Kind kind;
    private final Optional<WaitPoint> point;
    private final BooleanSupplier ready;
    private final long deadline;
    private final long serial;
    private final boolean interruptible;

    private Wait(Baton baton, ApplicationThread thread, Kind kind, Optional<WaitPoint> point, BooleanSupplier ready,
            long deadline, boolean interruptible) {
        this.baton = baton;
        this.thread = thread;
        this.kind = kind;
        this.point = point;
        this.ready = ready;
        this.deadline = deadline;
        this.serial = baton.nextSerial();
        this.interruptible = interruptible;
    }

    /** In a socket: as the JDK's, it can be interrupted on a virtual thread only. */
    static Wait forSignal(
            Baton baton, ApplicationThread thread, WaitPoint point, BooleanSupplier ready, long deadline) {
        return new Wait(baton, thread, Kind.SIGNAL, Optional.of(point), ready, deadline, thread.thread().isVirtual());
    }

    static Wait forCondition(Baton baton, ApplicationThread thread, BooleanSupplier ready, long deadline,
            boolean interruptible) {
        return new Wait(baton, thread, Kind.CONDITION, Optional.empty(), ready, deadline, interruptible);
    }

    static Wait forEnd(Baton baton, ApplicationThread thread, ApplicationThread other, long deadline) {
        return new Wait(baton, thread, Kind.JOIN, Optional.empty(), () -> !other.isAlive(), deadline, true);
    }

    static Wait forDeadline(Baton baton, ApplicationThread thread, long deadline) {
        return new Wait(baton, thread, Kind.SLEEP, Optional.empty(), () -> false, deadline, true);
    }

    /** @param latest not a deadline that anything waits for: by then it gives up */
    static Wait forQuiet(Baton baton, ApplicationThread thread, BooleanSupplier quiet, long latest) {
        return new Wait(baton, thread, Kind.QUIET, Optional.empty(), quiet, latest, true);
    }

    ApplicationThread thread() {
        return thread;
    }

    Kind kind() {
        return kind;
    }

    boolean isReady() {
        return ready.getAsBoolean();
    }

    long deadline() {
        return deadline;
    }

    /** Earlier waits have smaller ones. */
    long serial() {
        return serial;
    }

    boolean isInterruptible() {
        return interruptible;
    }

    /** From now on a signal is heard. */
    void arrive() {
        point.ifPresent(place -> place.arrive(this));
    }

    void leave() {
        point.ifPresent(WaitPoint::leave);
    }

    /** A turn has signalled the point. */
    @Override
    public void attend() {
        if (thread.wait != this) return; // it has ended otherwise meanwhile
        if (isReady()) baton.wake(thread);
        else arrive();
    }
}
