package dev.weir.core.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * A place where one thread waits for something of one endpoint. The waiter is an opaque token: only drivers know that
 * it is a thread.
 *
 * <p>Protocol of the waiter: {@link #arrive}, look again whether it must wait, park, {@link #leave}, in a loop. The
 * driver changes what is waited for first and signals after.
 */
public final class WaitPoint {
    private static final VarHandle WAITER;

    static {
        try {
            WAITER = MethodHandles.lookup().findVarHandle(WaitPoint.class, "waiter", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Object waiter;

    /** Application thread: from now on a signal reaches {@code token}. A second waiter displaces the first. */
    public void arrive(Object token) {
        waiter = token; // volatile: ordered before the look that follows
    }

    /** Application thread: no longer waiting. */
    public void leave() {
        waiter = null;
    }

    /** Driver: hands the waiting token, if any, to {@code wake}; each arrival is signalled at most once. */
    public void signal(Consumer<Object> wake) {
        if (waiter == null) return;
        Object token = WAITER.getAndSet(this, null);
        if (token != null) wake.accept(token);
    }
}
