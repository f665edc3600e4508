package dev.weir.cli.serve;

import dev.weir.cli.session.Service;
import dev.weir.cli.session.Session;
import java.io.IOException;

/** Takes what comes and throws it away (RFC 863). */
final class Discard implements Service {
    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public void serve(Session session) throws IOException {
        drain(session);
    }

    /** Reads until the peer has closed. */
    static void drain(Session session) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        while (session.read(buffer) >= 0) {
            // nothing to do with it
        }
    }
}
