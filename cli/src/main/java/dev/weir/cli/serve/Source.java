package dev.weir.cli.serve;

import dev.weir.cli.session.Service;
import dev.weir.cli.session.Session;
import java.io.IOException;

/** Sends so many bytes, lines of printable characters that shift by one from line to line (RFC 864), and closes. */
final class Source implements Service {
    private static final int FIRST = ' ';
    private static final int CHARACTERS = '~' - FIRST + 1;
    private static final int LINE = 72;
    private static final byte[] PERIOD = period();

    private final long bytes;

    /** @param bytes 0 or more */
    Source(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public void serve(Session session) throws IOException {
        for (long sent = 0; sent < bytes; ) {
            int count = (int) Math.min(PERIOD.length, bytes - sent);
            session.write(PERIOD, 0, count);
            sent += count;
        }
        session.halfClose();
        Discard.drain(session); // closing with unread bytes would reset what is still on its way
    }

    /** All lines, until the first one comes again, as often as makes writes large. */
    private static byte[] period() {
        int line = LINE + 2;
        var bytes = new byte[line * CHARACTERS * 8];
        for (int i = 0; i < bytes.length; i++) {
            int column = i % line;
            bytes[i] = (byte) switch (column) {
                case LINE -> '\r';
                case LINE + 1 -> '\n';
                default -> FIRST + (i / line + column) % CHARACTERS;
            };
        }
        return bytes;
    }
}
