package dev.weir.cli.serve;

import dev.weir.cli.session.Service;
import dev.weir.cli.session.Session;
import java.io.IOException;

/** Sends back what comes (RFC 862). */
final class Echo implements Service {
    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public void serve(Session session) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int count; (count = session.read(buffer)) >= 0; ) session.write(buffer, 0, count);
    }
}
