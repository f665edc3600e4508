package dev.weir.io;

/** How the thread of an {@link EventLoop} sleeps and is woken. */
interface LoopWaiter {
    /**
     * Loop's thread: sleeps until woken, or until {@code deadline} at the latest; may return early for no reason.
     * A {@link #wake} or an earlier {@link #alarm} that came before ends it at once.
     *
     * @return true if the link has something for a turn
     */
    boolean sleep(long deadline);

    /** Any thread, never blocks. */
    void wake();

    /** Inside a turn: {@code deadline} is earlier than the one that the loop sleeps for. */
    void alarm(long deadline);

    /** Inside a turn, at its end: lets the link announce what arrives from now on. */
    void letGo();

    /** Loop's thread, when no turn will call {@link #alarm} or {@link #letGo} any more. */
    void close();
}
