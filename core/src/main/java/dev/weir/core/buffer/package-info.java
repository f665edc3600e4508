/**
 * Bytes in order of their stream position: pooled chunks, the send and receive buffers, range sets; and the few
 * places where application threads and the driver meet (marks, bells, wait points).
 *
 * <p>Positions are {@code long}: sequence numbers relative to the initial one, so the first byte of a stream is at 1.
 */
package dev.weir.core.buffer;
