/**
 * IP, ICMP, UDP and TCP headers as static accessors on (segment, offset), and the checksum.
 *
 * <p>Nothing here allocates, waits or remembers. Readers trust the lengths that the {@code check} method of their
 * header has found in order; {@code check} itself takes any bytes and answers with a {@link dev.weir.wire.Fault}.
 */
package dev.weir.wire;
