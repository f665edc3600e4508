/**
 * {@code java.net.Socket} and {@code ServerSocket} over a stack of ours: code that uses them, TLS included, needs no
 * change beyond where its sockets come from.
 *
 * <p>{@link dev.weir.sockets.Sockets} is the way in. Behaviour, exceptions and their wording are those of the JDK's
 * own sockets on Linux ({@code sun.nio.ch.NioSocketImpl}); one test suite runs against both. There is no global
 * factory: the operating system's sockets go on working beside these.
 *
 * <p>Names are resolved by the JDK. {@link dev.weir.sockets.WeirSocketOptions} has what the JDK lacks. What differs
 * on purpose: {@code SO_REUSEPORT}, {@code TCP_QUICKACK} and {@code
 * SO_INCOMING_NAPI_ID} are not supported, and a socket that is dropped without being closed stays open until its stack
 * is closed (a garbage collector that sends packets would break the replay of a simulation).
 */
package dev.weir.sockets;
