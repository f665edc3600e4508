/** {@code weir sim}: runs scenarios in virtual time and says what happened. */
package dev.weir.cli.sim;
