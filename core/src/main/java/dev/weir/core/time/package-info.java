/** Time as a value: deadlines and the one queue of timers. Nothing here reads a clock. */
package dev.weir.core.time;
