/** IP, TCP, UDP and ICMP headers as static accessors on (segment, offset), and the checksum. */
package dev.weir.wire;
