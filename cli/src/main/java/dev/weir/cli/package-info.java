/** The {@code weir} command: {@link dev.weir.cli.Main} and its version; each subcommand has a package of its own. */
package dev.weir.cli;
