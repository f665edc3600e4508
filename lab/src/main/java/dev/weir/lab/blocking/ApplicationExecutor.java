package dev.weir.lab.blocking;

import dev.weir.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks on application threads, a new one for each, and waits for them in virtual time. */
sealed class ApplicationExecutor extends AbstractExecutorService permits ApplicationScheduler {
    private final Baton baton;
    private final ThreadFactory threads;
    private final int limit;
    private final Set<Thread> running = new LinkedHashSet<>();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private boolean shutdown;

    ApplicationExecutor(Baton baton, ThreadFactory threads, int limit) {
        if (limit < 1) throw new IllegalArgumentException("threads must be at least 1, not " + limit);
        this.baton = baton;
        this.threads = threads;
        this.limit = limit;
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown) throw new RejectedExecutionException("the executor is shut down");
        if (running.size() < limit) begin(task);
        else queue.add(task);
    }

    private void begin(Runnable task) {
        Thread thread = threads.newThread(() -> {
            try {
                task.run();
            } finally {
                running.remove(Thread.currentThread());
                if (!queue.isEmpty()) begin(queue.poll());
            }
        });
        running.add(thread);
        thread.start();
    }

    // ---- futures

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable task, T value) {
        return new Promise<>(Executors.callable(task, value));
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
        return new Promise<>(task);
    }

    class Promise<T> extends FutureTask<T> {
        Promise(Callable<T> task) {
            super(task);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            if (!isDone()) baton.await(this::isDone, Deadline.NEVER, true);
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            if (!isDone() && !baton.await(this::isDone, deadline(timeout, unit), true)) throw new TimeoutException();
            return super.get();
        }
    }

    private long deadline(long timeout, TimeUnit unit) {
        return baton.deadline(Duration.of(timeout, unit.toChronoUnit()));
    }

    /** The inherited one counts the wall clock. */
    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        long deadline = deadline(timeout, unit);
        var futures = new ArrayList<Future<T>>();
        for (Callable<T> task : tasks) futures.add(submit(task));
        try {
            baton.await(() -> futures.stream().allMatch(Future::isDone), deadline, true);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
        return futures;
    }

    /** The inherited one waits in a queue. */
    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try {
            return invokeAny(tasks, Deadline.NEVER);
        } catch (TimeoutException e) {
            throw new AssertionError("without a deadline", e);
        }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return invokeAny(tasks, deadline(timeout, unit));
    }

    private <T> T invokeAny(Collection<? extends Callable<T>> tasks, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (tasks.isEmpty()) throw new IllegalArgumentException("no task");
        var futures = new ArrayList<Future<T>>();
        for (Callable<T> task : tasks) futures.add(submit(task));
        try {
            if (!baton.await(() -> futures.stream().anyMatch(ApplicationExecutor::hasSucceeded)
                    || futures.stream().allMatch(Future::isDone), deadline, true)) {
                throw new TimeoutException();
            }
            return futures.stream().filter(ApplicationExecutor::hasSucceeded).findFirst()
                    .orElse(futures.getLast()).get();
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private static boolean hasSucceeded(Future<?> future) {
        return future.state() == Future.State.SUCCESS;
    }

    // ---- the end

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        var never = List.copyOf(queue);
        queue.clear();
        running.forEach(Thread::interrupt);
        return never;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && running.isEmpty() && queue.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return baton.await(this::isTerminated, deadline(timeout, unit), true);
    }

    /** As the inherited one, but a task that never ends is a deadlock, and found. */
    @Override
    public void close() {
        shutdown();
        try {
            baton.await(this::isTerminated, Deadline.NEVER, true);
        } catch (InterruptedException e) {
            shutdownNow();
            baton.await(this::isTerminated, Deadline.NEVER);
            Thread.currentThread().interrupt();
        }
    }
}
