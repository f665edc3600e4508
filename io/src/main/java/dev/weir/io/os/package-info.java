/**
 * What the operating system knows about its own TCP: sockets, who uses them, routes, free ports. Asked, never changed;
 * without privileges, too. Linux only: elsewhere the questions end in an {@link java.io.IOException} that says so.
 */
package dev.weir.io.os;
