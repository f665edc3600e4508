/** {@code weir analyze}: what captures show of connections, and what is wrong with them. */
package dev.weir.cli.analyze;
