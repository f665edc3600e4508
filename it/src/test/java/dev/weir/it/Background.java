package dev.weir.it;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that goes on while the test does something else, on a thread of the same network namespace. */
final class Background<T> {
    private static final long PATIENCE_SECONDS = 50;

    private final FutureTask<T> task;

    private Background(Callable<T> what) {
        task = new FutureTask<>(what);
        Thread.ofPlatform().daemon().start(task); // inherits the namespace of the thread that starts it
    }

    static <T> Background<T> of(Callable<T> what) {
        return new Background<>(what);
    }

    T result() throws Exception {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
