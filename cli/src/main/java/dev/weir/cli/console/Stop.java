package dev.weir.cli.console;

/** A wish to end, and what it takes at the moment to bring that about. Any thread. */
public final class Stop {
    private boolean requested; // guarded by this
    private Runnable action = () -> { };

    /** From now on this is what ends the command; run at once if it shall end already. */
    public void by(Runnable action) {
        boolean now;
        synchronized (this) {
            this.action = action;
            now = requested;
        }
        if (now) action.run();
    }

    /** Ends the command. */
    public void request() {
        Runnable now;
        synchronized (this) {
            requested = true;
            now = action;
        }
        now.run();
    }

    public synchronized boolean isRequested() {
        return requested;
    }
}
