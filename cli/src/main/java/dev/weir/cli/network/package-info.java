/** Whose TCP a command uses, the operating system's or Weir's, behind the socket types of the JDK; and its filter. */
package dev.weir.cli.network;
