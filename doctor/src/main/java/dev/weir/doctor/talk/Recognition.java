package dev.weir.doctor.talk;

import dev.weir.doctor.visit.Bytes;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Talk.Recognised;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells from a server's first bytes what it speaks. */
public final class Recognition {
    private static final int TLS_FIRST = 0x14;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_LAST = 0x17;
    private static final int HTTP2_SETTINGS = 4;
    private static final int HTTP2_FRAME_HEADER = 9;
    private static final int MYSQL_PROTOCOL = 10;
    private static final int MYSQL_ERROR = 0xff;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
    private static final Pattern REPLY = Pattern.compile("([245][0-9]{2})[ -].*");
    private static final Pattern REDIS = Pattern.compile("(?:\\+PONG|-([A-Z]+) .*|-([A-Z]+)|\\+OK)");

    private Recognition() {}

    /** Whether these are the first bytes of a TLS record. */
    public static boolean isTls(byte[] bytes) {
        return bytes.length >= 2 && at(bytes, 0) >= TLS_FIRST && at(bytes, 0) <= TLS_LAST && at(bytes, 1) == 3;
    }

    /**
     * What they are.
     *
     * @param asked decides where bytes alone do not: {@code S} is PostgreSQL only to who asked that
     */
    public static Optional<Recognised> of(byte[] bytes, Protocol asked) {
        if (bytes.length == 0) return Optional.empty();
        if (isTls(bytes)) return Optional.of(tls(bytes));
        if (asked == Protocol.POSTGRESQL) {
            var answer = PostgresAnswer.of(bytes);
            if (answer.isPresent()) return answer;
        }
        if (isMysql(bytes)) return Optional.of(mysql(bytes));
        if (isHttp2(bytes)) return Optional.of(new Recognised(Protocol.HTTP2, "", "settings of HTTP/2"));
        return line(new String(bytes, StandardCharsets.ISO_8859_1).split("\r?\n", 2)[0], bytes, asked);
    }

    private static int at(byte[] bytes, int index) {
        return bytes[index] & 0xff;
    }

    private static Recognised tls(byte[] bytes) {
        boolean alert = at(bytes, 0) == TLS_ALERT && bytes.length >= 7;
        return new Recognised(Protocol.TLS, alert ? String.valueOf(at(bytes, 6)) : "",
                alert ? "a TLS alert (" + at(bytes, 6) + ")" : "a TLS record");
    }

    private static boolean isHttp2(byte[] bytes) {
        return bytes.length >= HTTP2_FRAME_HEADER && at(bytes, 0) == 0 && at(bytes, 3) == HTTP2_SETTINGS
                && at(bytes, 5) == 0 && at(bytes, 6) == 0 && at(bytes, 7) == 0 && at(bytes, 8) == 0;
    }

    /** Its greeting: a length, number 0 of the sequence, and protocol 10 or an error. */
    private static boolean isMysql(byte[] bytes) {
        if (bytes.length < 7 || at(bytes, 3) != 0) return false;
        int length = at(bytes, 0) | at(bytes, 1) << 8 | at(bytes, 2) << 16;
        return length >= bytes.length - 4 - 64 && length < 1 << 16 && (at(bytes, 4) == MYSQL_PROTOCOL
                || at(bytes, 4) == MYSQL_ERROR);
    }

    private static Recognised mysql(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (at(bytes, 4) == MYSQL_PROTOCOL) {
            int end = text.indexOf('\0', 5);
            return new Recognised(Protocol.MYSQL, "", "server " + text.substring(5, end < 0 ? text.length() : end));
        }
        int code = at(bytes, 5) | at(bytes, 6) << 8;
        return new Recognised(Protocol.MYSQL, String.valueOf(code),
                "error " + code + ": " + text.substring(7).replaceFirst("^#.{5}", "").replaceAll("[^ -~].*", ""));
    }

    private static Optional<Recognised> line(String line, byte[] bytes, Protocol asked) {
        var status = STATUS.matcher(line);
        if (status.matches()) return Optional.of(new Recognised(Protocol.HTTP, status.group(1), line.substring(9)));
        if (line.startsWith("SSH-")) return Optional.of(new Recognised(Protocol.SSH, "", line));
        var reply = REPLY.matcher(line);
        if (reply.matches()) {
            boolean ftp = asked == Protocol.FTP || line.toUpperCase(Locale.ROOT).contains("FTP")
                    && !line.contains("SMTP");
            return Optional.of(new Recognised(ftp ? Protocol.FTP : Protocol.SMTP, reply.group(1), line));
        }
        if (line.startsWith("* OK") || line.startsWith("* PREAUTH") || line.startsWith("* BYE")) {
            return Optional.of(new Recognised(Protocol.IMAP, line.startsWith("* BYE") ? "BYE" : "", line));
        }
        if (asked != Protocol.REDIS && (line.startsWith("+OK") || line.startsWith("-ERR") && asked == Protocol.POP3)) {
            return Optional.of(new Recognised(Protocol.POP3, line.startsWith("-") ? "ERR" : "", line));
        }
        var redis = REDIS.matcher(line);
        if (!redis.matches()) return Optional.empty();
        String code = redis.group(1) != null ? redis.group(1) : redis.group(2) != null ? redis.group(2) : "";
        return Optional.of(new Recognised(Protocol.REDIS, code, Bytes.text(bytes)));
    }
}
