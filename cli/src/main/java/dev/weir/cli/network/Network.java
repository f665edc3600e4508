package dev.weir.cli.network;

import dev.weir.core.tcp.Admission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A TCP with its sockets. The code that uses them is the same for all. Any thread. */
public sealed interface Network extends AutoCloseable permits OsNetwork, WeirNetwork {
    /** {@code os} or {@code weir}. */
    String tcp();

    /** Neither bound nor connected. */
    Socket socket() throws IOException;

    /**
     * Not bound yet.
     *
     * @param admission where {@link #filtersEarly}, asked about each SYN; otherwise not used
     */
    ServerSocket serverSocket(Admission admission) throws IOException;

    /** Whether {@link Admission} decides before a connection exists. Otherwise one can only close what was accepted. */
    boolean filtersEarly();

    /** Where a server that listens on all addresses is found, the best one first. */
    List<InetAddress> addresses();

    /** Who can reach a server on {@code listening}, in words: "from this host only". */
    String reach(InetAddress listening);

    /** What stands between this network and those further away, as lines with commands; may be none. */
    List<String> hintsToServe();

    /** The same for connecting to {@code remote}. */
    List<String> hintsToConnect(InetAddress remote);

    /** What to put before a command for the other side, so that it runs where it finds us; often nothing. */
    String commandPrefix();

    /** What TCP knows of the connection now; empty if it does not tell, or has forgotten it. */
    Optional<Measurement> measure(Socket socket);

    /** How many SYNs an attempt to connect has cost so far; empty if TCP does not tell. */
    OptionalLong synsSent(Socket connecting, InetSocketAddress remote);

    /** Who uses a local port, in words: {@code java (pid 4711)}; empty if nobody can tell. */
    Optional<String> userOf(int port);

    /** Peers get what is queued and a FIN; bounded in time. */
    @Override
    void close();
}
