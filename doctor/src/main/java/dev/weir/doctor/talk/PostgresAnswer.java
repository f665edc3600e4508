package dev.weir.doctor.talk;

import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Talk.Recognised;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first messages of PostgreSQL's protocol 3.0: ours, and what the server makes of it. */
final class PostgresAnswer {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int VERSION_3 = 0x30000;
    private static final int LONGEST = 1 << 16;

    private PostgresAnswer() {}

    /** Asks whether TLS is spoken: a server answers with one byte. */
    static byte[] sslRequest() {
        return ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array();
    }

    /** The message that begins a session. */
    static byte[] startup(String user, String database) {
        var text = new ByteArrayOutputStream();
        for (String word : new String[] {"user", user, "database", database, "application_name", "weir-doctor"}) {
            text.writeBytes(word.getBytes(StandardCharsets.UTF_8));
            text.write(0);
        }
        text.write(0);
        int length = 8 + text.size();
        return ByteBuffer.allocate(length).putInt(length).putInt(VERSION_3).put(text.toByteArray()).array();
    }

    /** Empty if these are no bytes of such a server. */
    static Optional<Recognised> of(byte[] bytes) {
        char kind = (char) (bytes[0] & 0xff);
        if (bytes.length == 1 && (kind == 'S' || kind == 'N')) {
            return Optional.of(new Recognised(Protocol.POSTGRESQL, "", kind == 'S' ? "speaks TLS" : "speaks no TLS"));
        }
        if (bytes.length < 9 || kind != 'R' && kind != 'E' && kind != 'v') return Optional.empty();
        int length = ByteBuffer.wrap(bytes, 1, 4).getInt();
        if (length < 8 || length > LONGEST) return Optional.empty();
        if (kind != 'E') return Optional.of(new Recognised(Protocol.POSTGRESQL, "", "asks who we are"));
        String fields = new String(bytes, 5, Math.min(length - 4, bytes.length - 5), StandardCharsets.UTF_8);
        return Optional.of(new Recognised(Protocol.POSTGRESQL, field(fields, 'C'), "error " + field(fields, 'C') + ": "
                + field(fields, 'M')));
    }

    private static String field(String fields, char name) {
        for (String field : fields.split("\0")) {
            if (!field.isEmpty() && field.charAt(0) == name) return field.substring(1);
        }
        return "";
    }
}
