package dev.weir.doctor.talk;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Whether an answer of HTTP/1 is all there (RFC 9112 6.3), as far as its head tells. */
final class HttpBody {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*([0-9]{1,15})[ \\t]*\\r?$");
    private static final Pattern WITHOUT_BODY = Pattern.compile("HTTP/1\\.[01] (1..|204|304)(?s:.*)");

    private HttpBody() {}

    /** False where more has to come, or only the end of the connection ends it. */
    static boolean isWhole(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) return false;
        if (WITHOUT_BODY.matcher(text.substring(0, head)).matches()) return true;
        var length = LENGTH.matcher(text.substring(0, head + 2));
        if (length.find()) return answer.length - head - 4 >= Long.parseLong(length.group(1));
        return text.endsWith("\r\n0\r\n\r\n"); // chunked
    }
}
