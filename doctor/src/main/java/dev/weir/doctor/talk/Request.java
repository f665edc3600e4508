package dev.weir.doctor.talk;

import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a client says first: asked for nothing that changes anything, and polite where a protocol has a good-bye. */
final class Request {
    private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final String UNKNOWN_USER = "weir_doctor";

    private Request() {}

    /** Empty where the server speaks first, or nothing is known of what it expects. */
    static Optional<byte[]> to(Target target, Protocol protocol, int padding) {
        return switch (protocol) {
            case HTTP -> Optional.of(http(target, padding));
            case HTTP2 -> Optional.of(http2());
            case POSTGRESQL -> Optional.of(PostgresAnswer.startup(target.user().isEmpty() ? UNKNOWN_USER
                    : target.user(),
                    target.database().orElse("postgres")));
            case REDIS -> Optional.of(text("PING\r\n"));
            case HTTPS, HTTP2_TLS, TLS, SSH, SMTP, SMTPS, POP3, POP3S, IMAP, IMAPS, FTP, MYSQL, REDISS,
                    ANY -> Optional.empty();
        };
    }

    private static byte[] http(Target target, int padding) {
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        boolean usual = target.port() == target.protocol().usualPort();
        return text("GET " + target.path() + " HTTP/1.1\r\nHost: " + host + (usual ? "" : ":" + target.port())
                + "\r\nUser-Agent: weir-doctor\r\nAccept: */*\r\n"
                + (padding == 0 ? "" : "X-Padding: " + "x".repeat(padding) + "\r\n") + "Connection: close\r\n\r\n");
    }

    private static byte[] http2() {
        byte[] preface = text(HTTP2_PREFACE);
        return ByteBuffer.allocate(preface.length + EMPTY_SETTINGS.length).put(preface).put(EMPTY_SETTINGS).array();
    }

    /** What ends the exchange in good manners; empty where closing does. */
    static Optional<byte[]> goodbye(Protocol protocol) {
        return switch (protocol) {
            case SMTP, SMTPS, POP3, POP3S, FTP -> Optional.of(text("QUIT\r\n"));
            case IMAP, IMAPS -> Optional.of(text("a LOGOUT\r\n"));
            case REDIS, REDISS -> Optional.of(text("QUIT\r\n"));
            case POSTGRESQL -> Optional.of(ByteBuffer.allocate(5).put((byte) 'X').putInt(4).array());
            case HTTP, HTTP2, HTTPS, HTTP2_TLS, TLS, SSH, MYSQL, ANY -> Optional.empty();
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
