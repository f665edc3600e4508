package dev.weir.cli.http;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.Log;
import dev.weir.cli.http.Request.BadRequest;
import dev.weir.cli.session.IdleTimeout;
import dev.weir.cli.session.Service;
import dev.weir.cli.session.Session;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves the files below a folder by GET and HEAD: content types, {@code index.html} or a listing for folders, persistent
 * connections. No ranges, no conditions, no compression.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9110 RFC 9110
 */
public final class StaticFiles implements Service {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long LARGEST_BODY = 1 << 20; // of a request: read to its end, to keep the connection
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Site site;
    private final Log log;
    private final AtomicLong requests = new AtomicLong();

    /** @param root an existing folder */
    public StaticFiles(Path root, Log log) throws IOException {
        this.site = new Site(root);
        this.log = log;
    }

    /** Requests answered so far. */
    public long requests() {
        return requests.get();
    }

    @Override
    public void serve(Session session) throws IOException {
        var in = new BufferedInputStream(session.input());
        while (true) {
            Request request;
            try {
                var next = Request.read(in);
                if (next.isEmpty()) return;
                request = next.get();
            } catch (BadRequest e) {
                send(session, "-", Response.error(e.status(), e.getMessage()), false, false);
                return;
            } catch (IdleTimeout | SocketException e) {
                return; // between requests a client may go as it likes
            }
            boolean bodyRead = skipBody(in, request);
            boolean keepsAlive = bodyRead && request.keepsAlive();
            send(session, request.method() + " " + request.target(), answer(request),
                    request.method().equals("HEAD"), keepsAlive);
            if (!keepsAlive) return;
        }
    }

    /** False if that cannot be done in a bounded way. */
    private static boolean skipBody(InputStream in, Request request) throws IOException {
        long length = request.bodyLength();
        if (length < 0 || length > LARGEST_BODY || request.headers().containsKey("expect")) return false;
        in.skipNBytes(length);
        return true;
    }

    private Response answer(Request request) throws IOException {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.error(Status.METHOD_NOT_ALLOWED, request.method()).with("Allow", "GET, HEAD");
        }
        try {
            String path = Site.path(request.target());
            var found = site.find(request.target());
            if (found.isEmpty()) return Response.error(Status.NOT_FOUND, path);
            var file = found.get();
            if (!Files.isReadable(file)) return Response.error(Status.FORBIDDEN, path);
            if (!Files.isDirectory(file)) {
                return Files.isRegularFile(file) ? Response.file(file) : Response.error(Status.NOT_FOUND, path);
            }
            if (!path.endsWith("/")) {
                String name = file.getFileName().toString() + "/";
                return Response.error(Status.MOVED_PERMANENTLY, path + "/").with("Location", Listing.href(name));
            }
            var index = site.index(file);
            return index.isPresent() ? Response.file(index.get())
                    : Response.text("text/html; charset=utf-8", Status.OK, Listing.of(path, file, site));
        } catch (BadRequest e) {
            return Response.error(e.status(), e.getMessage());
        }
    }

    private void send(Session session, String what, Response response, boolean headOnly, boolean keepsAlive)
            throws IOException {
        byte[] head = response.head(keepsAlive).getBytes(StandardCharsets.ISO_8859_1);
        var buffer = new byte[BUFFER_BYTES];
        System.arraycopy(head, 0, buffer, 0, head.length);
        int filled = head.length;
        try (var body = response.open()) {
            for (long left = headOnly ? 0 : response.length; left > 0; ) {
                int count = body.read(buffer, filled, (int) Math.min(left, buffer.length - filled));
                if (count < 0) { // the file shrank: only the end of the connection can tell
                    session.close();
                    return;
                }
                left -= count;
                filled += count;
                if (filled == buffer.length) {
                    session.write(buffer, 0, filled);
                    filled = 0;
                }
            }
        }
        if (filled > 0) session.write(buffer, 0, filled);
        requests.incrementAndGet();
        log.detail(session.peer() + " " + what + ": " + response.status.code() + ", " + Quantity.bytes(response.length));
    }

    /** What is sent back. */
    private static final class Response {
        private final Status status;
        private final long length;
        private final Path file; // null: text
        private final byte[] text;
        private final Map<String, String> headers = new LinkedHashMap<>();

        private Response(Status status, long length, Path file, byte[] text, String type) {
            this.status = status;
            this.length = length;
            this.file = file;
            this.text = text;
            headers.put("Content-Type", type);
        }

        static Response file(Path file) throws IOException {
            return new Response(Status.OK, Files.size(file), file, null, ContentType.of(file))
                    .with("Last-Modified", DATE.format(Files.getLastModifiedTime(file).toInstant()));
        }

        static Response text(String type, Status status, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Response(status, bytes.length, null, bytes, type);
        }

        static Response error(Status status, String detail) {
            return text("text/plain; charset=utf-8", status, status + ": " + detail + "\n");
        }

        Response with(String name, String value) {
            headers.put(name, value);
            return this;
        }

        InputStream open() throws IOException {
            return file == null ? new ByteArrayInputStream(text) : Files.newInputStream(file);
        }

        String head(boolean keepsAlive) {
            var head = new StringBuilder("HTTP/1.1 " + status + "\r\nDate: " + DATE.format(Instant.now())
                    + "\r\nServer: weir\r\nContent-Length: " + length + "\r\nX-Content-Type-Options: nosniff\r\n");
            headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            return head.append(keepsAlive ? "Connection: keep-alive" : "Connection: close").append("\r\n\r\n").toString();
        }
    }
}
