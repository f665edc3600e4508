package dev.weir.lab.blocking;

/** What an application thread does. What it throws fails the simulation, with the thread's name. */
@FunctionalInterface
public interface Body {
    void run() throws Throwable;
}
