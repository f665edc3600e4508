/**
 * Whether the addresses of the target can be reached: routes, connections, and what is between. No privileges needed.
 */
package dev.weir.doctor.reach;
