package dev.weir.core.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What waits for the driver's attention: a stack that any thread pushes on and the driver takes whole.
 *
 * <p>Never full: each {@link Marked} stands on it at most once.
 */
public final class Bell {
    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Bell.class, "top", Marked.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Marked top;

    /** Any thread: puts {@code item} on the bell unless it is there. The caller rings its driver afterwards. */
    public void push(Marked item) {
        if (!item.mark()) return;
        Marked seen;
        do {
            seen = top;
            item.below = seen;
        } while (!TOP.compareAndSet(this, seen, item));
    }

    public boolean isEmpty() {
        return top == null;
    }

    /** Driver: attends to everything that stands here now, oldest first; what is pushed meanwhile waits for the next call. */
    public void attend(long now) {
        if (top == null) return;
        var item = (Marked) TOP.getAndSet(this, null);
        Marked oldest = null;
        while (item != null) { // pushed last is on top: turn the chain round
            var below = item.below;
            item.below = oldest;
            oldest = item;
            item = below;
        }
        while (oldest != null) {
            var next = oldest.below;
            oldest.below = null;
            oldest.unmark();
            oldest.attend(now);
            oldest = next;
        }
    }
}
