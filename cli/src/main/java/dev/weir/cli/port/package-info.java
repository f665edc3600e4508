/** {@code weir port}: what a port is, who holds it, and what listens on this machine. */
package dev.weir.cli.port;
