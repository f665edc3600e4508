/**
 * A client and a server as anybody would write them: lines over {@code java.net} sockets, a time-out, a reconnect with
 * back-off. Nothing in here knows of Weir; its tests put it onto a simulated network.
 *
 * <p>The server keeps a balance. A request is a line, an amount and perhaps a number of the request; the answer is the
 * new balance:
 *
 * <pre>
 *   client  ADD 5 till-1:17
 *   server  105
 * </pre>
 */
package dev.weir.examples.ledger;
