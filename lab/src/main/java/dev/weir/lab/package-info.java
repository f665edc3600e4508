/**
 * Networks in virtual time: {@link dev.weir.lab.VirtualTime} is the clock and the scheduler, {@link dev.weir.lab.Host}
 * a stack with its driver, and {@link dev.weir.lab.TwoHosts} the smallest network. Everything runs on one thread
 * at a time, and the same seed gives the same events to the nanosecond.
 *
 * <p>Applications are {@link dev.weir.lab.Actor}s, which are called and never wait, or ordinary blocking code: on the
 * simulation's only thread, which runs the simulation while it waits, or on several, which take turns ({@code blocking}).
 */
package dev.weir.lab;
