/** {@code weir demo}: a client and a server, everything that happens between them, and why. */
package dev.weir.cli.demo;
