/** One connection of {@code weir serve} or {@code weir connect}: its bytes, its clock, its end, and what is told of it. */
package dev.weir.cli.session;
