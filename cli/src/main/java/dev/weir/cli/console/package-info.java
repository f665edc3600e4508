/** What all commands share at the border to a person: units, the terminal, JSON. Knows no command. */
package dev.weir.cli.console;
