package dev.weir.cli.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The head of a request.
 *
 * @param target as it stood in the request line
 * @param headers names in lower case
 * @spec https://www.rfc-editor.org/rfc/rfc9112 RFC 9112
 */
record Request(String method, String target, boolean isHttp10, Map<String, String> headers) {
    private static final int LARGEST_LINE = 8192;
    private static final int LARGEST_HEAD = 65536;

    /** Reads the next head; empty if the client has no more requests. */
    static Optional<Request> read(InputStream in) throws IOException, BadRequest {
        String line = readLine(in);
        if (line != null && line.isEmpty()) line = readLine(in); // RFC 9112 2.2: one empty line before is tolerated
        if (line == null) return Optional.empty();
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[0].matches("[!#-'*+.^-z|~A-Z0-9-]+") || words[1].isEmpty()) {
            throw new BadRequest(Status.BAD_REQUEST, "not a request line");
        }
        if (!words[2].matches("HTTP/[0-9]\\.[0-9]")) throw new BadRequest(Status.BAD_REQUEST, "not an HTTP version");
        if (!words[2].startsWith("HTTP/1.")) throw new BadRequest(Status.VERSION_NOT_SUPPORTED, words[2]);
        boolean isHttp10 = words[2].equals("HTTP/1.0");
        var headers = readHeaders(in);
        if (!isHttp10 && !headers.containsKey("host")) throw new BadRequest(Status.BAD_REQUEST, "no Host");
        return Optional.of(new Request(words[0], words[1], isHttp10, headers));
    }

    private static Map<String, String> readHeaders(InputStream in) throws IOException, BadRequest {
        var headers = new TreeMap<String, String>();
        int size = 0;
        for (String line; !(line = required(readLine(in))).isEmpty(); ) {
            size += line.length();
            if (size > LARGEST_HEAD) throw new BadRequest(Status.HEADERS_TOO_LARGE, "over " + LARGEST_HEAD + " bytes");
            int colon = line.indexOf(':');
            if (colon < 1 || line.substring(0, colon).matches(".*\\s.*")) {
                throw new BadRequest(Status.BAD_REQUEST, "not a header line");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (first, second) -> first + ", " + second);
        }
        return headers;
    }

    private static String required(String line) throws BadRequest {
        if (line == null) throw new BadRequest(Status.BAD_REQUEST, "the head breaks off");
        return line;
    }

    /** Without its end, CR LF or LF; null at the end of the stream. */
    private static String readLine(InputStream in) throws IOException, BadRequest {
        var bytes = new ByteArrayOutputStream();
        for (int next; (next = in.read()) != '\n'; ) {
            if (next < 0 && bytes.size() == 0) return null;
            if (next < 0) throw new BadRequest(Status.BAD_REQUEST, "the head breaks off");
            if (bytes.size() == LARGEST_LINE) throw new BadRequest(Status.HEADERS_TOO_LARGE, "a line over " + LARGEST_LINE);
            bytes.write(next);
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** Whether the client expects to use the connection again. */
    boolean keepsAlive() {
        String wish = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        return isHttp10 ? wish.contains("keep-alive") : !wish.contains("close");
    }

    /** Bytes that follow the head; -1 if one cannot tell. */
    long bodyLength() {
        if (headers.containsKey("transfer-encoding")) return -1;
        String length = headers.get("content-length");
        if (length == null) return 0;
        return length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    /** A request that is answered by an error, after which the connection is closed. */
    static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1;

        private final Status status;

        BadRequest(Status status, String detail) {
            super(detail);
            this.status = status;
        }

        Status status() {
            return status;
        }
    }
}
