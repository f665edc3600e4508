package dev.weir.analysis.rule.talk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Recognizes a protocol by the first bytes that one side sends. */
final class Speech {
    static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final byte[] HTTP2_PREFACE = ascii("PRI * HTTP/2.0\r\n");
    private static final byte[] PROXY_V2 = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final List<String> METHODS =
            List.of("GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE ");

    private final byte[] bytes;

    Speech(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    boolean isTls() {
        return isTlsRecord(TLS_HANDSHAKE) || isTlsRecord(TLS_ALERT);
    }

    /** A handshake record with a ClientHello (RFC 8446 4). */
    boolean isClientHello() {
        return isTlsRecord(TLS_HANDSHAKE) && bytes.length > 5 && bytes[5] == 1;
    }

    boolean isTlsAlert() {
        return isTlsRecord(TLS_ALERT) && bytes.length >= 7;
    }

    /** Of an alert: RFC 8446 6.2. */
    int alert() {
        return bytes[6] & 0xff;
    }

    /** Bytes of the first record with its header. */
    int tlsRecordLength() {
        return 5 + ((bytes[3] & 0xff) << 8 | bytes[4] & 0xff);
    }

    private boolean isTlsRecord(int type) {
        return bytes.length >= 5 && (bytes[0] & 0xff) == type && bytes[1] == 3 && bytes[2] <= 4;
    }

    boolean isHttp2Preface() {
        return startsWith(HTTP2_PREFACE);
    }

    boolean isHttpRequest() {
        return METHODS.stream().anyMatch(this::startsWith);
    }

    boolean isHttpResponse() {
        return startsWith("HTTP/1.");
    }

    /** {@code 504} of {@code HTTP/1.1 504 Gateway Timeout}; 0 without. */
    int httpStatus() {
        if (!isHttpResponse() || bytes.length < 12) return 0;
        int status = 0;
        for (int i = 9; i < 12; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') return 0;
            status = status * 10 + bytes[i] - '0';
        }
        return status;
    }

    boolean isProxyHeader() {
        return startsWith("PROXY TCP") || startsWith("PROXY UNKNOWN") || startsWith(PROXY_V2);
    }

    /** A frame of HTTP/2 on stream 0 that a server begins with: SETTINGS or GOAWAY (RFC 9113 3.4). */
    boolean isHttp2Frame() {
        return bytes.length >= 9 && (bytes[3] == 4 || bytes[3] == 7) && bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 0
                && bytes[8] == 0 && bytes[0] == 0;
    }

    /** What a plaintext server is called by its first words; empty where they are not known. */
    String plaintextName() {
        if (isHttpResponse()) return "HTTP/1";
        if (startsWith("SSH-")) return "SSH";
        if (startsWith("220 ") || startsWith("220-")) return contains("FTP") ? "FTP" : "SMTP (or FTP)";
        if (startsWith("+OK")) return "POP3";
        if (startsWith("* OK")) return "IMAP";
        if (startsWith("-ERR") || startsWith("+PONG") || startsWith("-NOAUTH")) return "Redis";
        if (startsWith("RFB ")) return "VNC";
        if (isMysqlGreeting()) return "MySQL";
        return "";
    }

    /** The first packet of a MySQL server: number 0, and protocol 10 or an error. */
    boolean isMysqlGreeting() {
        return bytes.length >= 7 && bytes[3] == 0 && bytes[2] == 0 && (bytes[4] == 10 || isMysqlError());
    }

    boolean isMysqlError() {
        return bytes.length >= 7 && bytes[3] == 0 && (bytes[4] & 0xff) == 0xff;
    }

    int mysqlError() {
        return bytes[5] & 0xff | (bytes[6] & 0xff) << 8;
    }

    /** {@code 53300} of a PostgreSQL ErrorResponse; empty without. */
    String postgresError() {
        if (bytes.length < 12 || bytes[0] != 'E' || bytes[1] != 0 || bytes[2] != 0) return "";
        int at = 5;
        while (at < bytes.length && bytes[at] != 0) {
            int end = at + 1;
            while (end < bytes.length && bytes[end] != 0) end++;
            if (bytes[at] == 'C') return new String(bytes, at + 1, end - at - 1, StandardCharsets.US_ASCII);
            at = end + 1;
        }
        return "";
    }

    boolean startsWith(String text) {
        return startsWith(ascii(text));
    }

    boolean contains(String text) {
        return text().contains(text);
    }

    /** As text, byte by byte. */
    String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The first line, fit to be shown: at most 60 characters, others than printable ASCII as dots. */
    String line() {
        String text = text();
        int end = text.indexOf('\r') >= 0 ? text.indexOf('\r') : text.indexOf('\n');
        String line = text.substring(0, Math.min(end < 0 ? text.length() : end, 60));
        return line.replaceAll("[^ -~]", ".");
    }

    private boolean startsWith(byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
