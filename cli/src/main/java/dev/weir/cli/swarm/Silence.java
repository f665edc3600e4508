package dev.weir.cli.swarm;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import jdk.net.ExtendedSocketOptions;

/** A conversation of one byte, after which the road is cut: only keep-alive can tell both ends (RFC 9293 3.8.4). */
final class Silence {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int SETTLE_MILLIS = 1500; // until the byte is acknowledged: what is outstanding is not probed for
    private static final int PROBES = 3; // one a second, after a second of silence

    private Silence() {}

    /** The client sends the byte and waits. */
    static Sees asked(Socket socket) throws IOException {
        try (socket) {
            prepare(socket);
            socket.getOutputStream().write(1);
            return new Sees(0, end(socket));
        }
    }

    /** The server has the road cut when the byte is there, and waits. */
    static Sees served(Socket socket, Runnable cut) throws IOException, InterruptedException {
        try (socket) {
            prepare(socket);
            long bytes = socket.getInputStream().read() == 1 ? 1 : 0;
            Thread.sleep(SETTLE_MILLIS);
            cut.run();
            return new Sees(bytes, end(socket));
        }
    }

    private static void prepare(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    private static Sees.End end(Socket socket) {
        try {
            return socket.getInputStream().read() < 0 ? Sees.End.FIN : Sees.End.NOTHING;
        } catch (IOException e) {
            return Sees.end(e);
        }
    }
}
