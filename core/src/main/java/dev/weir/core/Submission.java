package dev.weir.core;

import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;

/** A {@link Request} on its way to a turn, and its answer on the way back. Drivers push it on the bell and await {@link #done}. */
public final class Submission<R> extends Marked {
    private final Stack stack;
    private final Request<R> request;
    private final WaitPoint answered = new WaitPoint();
    private R result;
    private Throwable failure;
    private volatile boolean done;

    public Submission(Stack stack, Request<R> request) {
        this.stack = stack;
        this.request = request;
    }

    @Override
    protected void attend(long now) {
        try {
            result = stack.execute(request, now);
        } catch (Throwable t) { // belongs to the thread that asked, not to the one that happens to drive
            failure = t;
        }
        done = true;
        stack.signal(answered);
    }

    public boolean isDone() {
        return done;
    }

    public WaitPoint answered() {
        return answered;
    }

    /** The answer, once done; throws what the request threw. */
    public R result() {
        if (!done) throw new IllegalStateException("the stack is closed");
        switch (failure) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
        return result;
    }
}
