/**
 * Packets and connections that are made only to see what comes back: {@link dev.weir.io.probe.ConnectProbe} by the
 * operating system's TCP and without privileges, {@link dev.weir.io.probe.SynProbe} by hand. Linux only.
 */
package dev.weir.io.probe;
