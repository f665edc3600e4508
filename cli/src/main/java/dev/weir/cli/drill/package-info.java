/** {@code weir drill}: judges Weir's TCP by scripts in the packetdrill language. */
package dev.weir.cli.drill;
