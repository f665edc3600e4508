/**
 * Ordinary blocking Java code in virtual time: threads of which exactly one runs, the one that holds the baton.
 *
 * <pre>
 *   client   ==== runs ====| waits ........................|==== runs
 *                          |  nobody is woken: the clock   |
 *   simulation             |==== advances ====|....        |
 *   server   waits ...........................|== runs ==| waits ...
 * </pre>
 *
 * <p>A call that waits, on a socket of a simulated host or on {@link dev.weir.lab.blocking.SimulatedClock}, gives the
 * baton up: the thread that gave it up runs the simulation until an application thread is woken, and hands the baton to
 * it. Threads are woken in the order of what woke them, so the same seed gives the same interleaving, whatever the
 * scheduler of the machine does. Threads are made by {@link dev.weir.lab.blocking.Simulation}; nothing of the JDK's
 * inside is touched.
 *
 * <p>A lock, a queue or a sleep outside the simulation keeps the baton while it waits, so nobody else can run. An
 * uncontended lock does no harm; a thread that really waits is found by a watchdog after some time of the wall clock,
 * the only one in the lab, and fails the simulation.
 *
 * <p>In reading order: {@code Simulation}, {@code Baton}, {@code Wait}, {@code ApplicationThread}, {@code Watchdog}.
 */
package dev.weir.lab.blocking;
