package dev.weir.core.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Something that a driver must look at: a connection whose application wrote or read, or a request. It stands on
 * its stack's {@link Bell} at most once at a time.
 */
public abstract class Marked {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Marked.class, "marked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean marked;
    Marked below; // guarded by the bell's protocol

    /** Any thread: true if this call set the mark, so that the caller must push it. Never release or plain: see Turn. */
    final boolean mark() {
        return !marked && STATE.compareAndSet(this, false, true);
    }

    /** Driver: before it reads what the mark announced, so that a later change marks again. */
    final void unmark() {
        STATE.setVolatile(this, false);
    }

    /** Driver, inside a turn: does what the mark asked for. */
    protected abstract void attend(long now);
}
