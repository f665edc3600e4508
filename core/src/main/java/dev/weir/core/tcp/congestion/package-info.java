/** How much may be in flight. Algorithms see samples, never packets or clocks. */
package dev.weir.core.tcp.congestion;
