/** TLS over any connection, by the JDK; certificates from files, or made for one run. */
package dev.weir.cli.tls;
