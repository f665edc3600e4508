/**
 * What waits for a link: {@link dev.weir.lab.queue.DropTail}, {@link dev.weir.lab.queue.CoDel} and
 * {@link dev.weir.lab.queue.FqCodel} say which {@link dev.weir.lab.queue.PacketQueue} a link gets.
 */
package dev.weir.lab.queue;
