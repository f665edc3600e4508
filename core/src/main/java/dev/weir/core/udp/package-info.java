/** UDP: endpoints with bounded queues. All verbs run inside a turn; threads wait at an endpoint's two wait points. */
package dev.weir.core.udp;
