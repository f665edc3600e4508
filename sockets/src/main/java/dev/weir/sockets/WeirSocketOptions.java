package dev.weir.sockets;

import java.net.SocketOption;

/**
 * Socket options that the JDK does not have, for {@code setOption} and {@code getOption} of our sockets.
 *
 * <p>TCP Fast Open (RFC 7413) sends a request with the SYN and saves a round trip. A network may double a SYN, so requests
 * must bear to be answered twice. The first connection to a server asks for a cookie; later ones show it.
 *
 * {@snippet :
 * server.setOption(WeirSocketOptions.TCP_FASTOPEN, 256);
 * client.setOption(WeirSocketOptions.TCP_FASTOPEN_CONNECT, true);
 * client.connect(address);                       // with a cookie it returns at once
 * client.getOutputStream().write(request);       // and the SYN leaves with this
 * }
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7413 RFC 7413, appendix A
 */
public final class WeirSocketOptions {
    /**
     * Of a server socket: how many connections it may have whose handshake is not complete, and whose SYN's data its
     * application can read already; 0..65535, where 0, the default, means no Fast Open. As Linux's {@code TCP_FASTOPEN}.
     */
    public static final SocketOption<Integer> TCP_FASTOPEN = new Option<>("TCP_FASTOPEN", Integer.class);

    /**
     * Of a socket, before it connects: where a cookie is known, {@code connect} returns at once, and the SYN leaves with
     * the first write, or when the application reads or shuts its output down. That the server is not there, or refuses,
     * is then told by that write or by a later one, or by a read. As Linux's {@code TCP_FASTOPEN_CONNECT}.
     */
    public static final SocketOption<Boolean> TCP_FASTOPEN_CONNECT = new Option<>("TCP_FASTOPEN_CONNECT", Boolean.class);

    private WeirSocketOptions() {}

    private record Option<T>(String name, Class<T> type) implements SocketOption<T> {
        @Override
        public String toString() {
            return name;
        }
    }
}
