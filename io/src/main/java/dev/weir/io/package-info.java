/**
 * Stacks in real time: the {@link dev.weir.io.EventLoop} that drives one, and the links that reach outside the
 * process. Native access is confined to {@code io.sys} and loaded when a link first needs it: a loop on a memory link
 * is pure Java.
 */
package dev.weir.io;
