package dev.weir.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Running;
import dev.weir.cli.serve.ServeCommand;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    @TempDir
    private Path folder;

    private Running server;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        var root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(folder.resolve("secret.txt"), "not for you");
        Files.writeString(root.resolve("a.txt"), "text of a");
        Files.writeString(root.resolve("\u00e4 & <b>.html"), "<p>umlaut");
        Files.writeString(root.resolve(".hidden"), "hidden");
        Files.write(root.resolve("data.bin"), new byte[200_000]);
        Files.createDirectory(root.resolve("empty"));
        Files.writeString(Files.createDirectory(root.resolve("site")).resolve("index.html"), "<h1>index");
        Files.createSymbolicLink(root.resolve("out.txt"), folder.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("empty/index.html"), folder.resolve("secret.txt"));
        server = Running.weir("serve", "0", "--http", root.toString());
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.command("serve", ServeCommand.class).stop();
        assertThat(server.exitCode()).isZero();
    }

    /** Everything that comes back until the server closes. */
    private String exchange(String requests) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String target) throws IOException {
        return exchange("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void fileComesWithItsTypeAndLength() throws IOException {
        assertThat(get("/a.txt?query#fragment")).startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n", "\r\nContent-Length: 9\r\n")
                .endsWith("\r\n\r\ntext of a");
    }

    @Test
    void largeFileComesWhole() throws IOException {
        String answer = get("/data.bin");
        assertThat(answer).contains("\r\nContent-Length: 200000\r\n", "\r\nContent-Type: application/octet-stream\r\n");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(200_000);
    }

    @Test
    void headIsTheAnswerToGetWithoutItsBody() throws IOException {
        assertThat(exchange("HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Length: 9\r\n").endsWith("\r\n\r\n");
    }

    @Test
    void folderIsListedWithoutWhatIsHiddenOrElsewhere() throws IOException {
        assertThat(get("/")).contains("<a href=\"./a.txt\">a.txt</a>", "<a href=\"./site/\">site/</a>",
                "<a href=\"./%C3%A4%20%26%20%3Cb%3E.html\">\u00e4 &amp; &lt;b&gt;.html</a>")
                .doesNotContain("hidden", "out.txt", "../");
    }

    @Test
    void nameWithEverythingInItIsFound() throws IOException {
        assertThat(get("/%C3%A4%20%26%20%3Cb%3E.html")).endsWith("<p>umlaut");
    }

    @Test
    void folderWithAnIndexIsItsIndexAndOneWithoutSlashMovesThere() throws IOException {
        assertThat(get("/site/")).endsWith("<h1>index");
        assertThat(get("/site")).startsWith("HTTP/1.1 301 ").contains("\r\nLocation: ./site/\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/nothing", "/../secret.txt", "/%2e%2e/secret.txt", "/site/..%2f..%2fsecret.txt", "//../secret.txt", "/.hidden",
        "/out.txt", "/a.txt/b", "/site/./index.html", "http://a/../secret.txt"
    })
    void whatIsOutsideOrHiddenIsNotFound(String target) throws IOException {
        assertThat(get(target)).startsWith("HTTP/1.1 404 ").doesNotContain("not for you");
    }

    @Test
    void indexThatLeadsOutsideIsNotFollowed() throws IOException {
        assertThat(get("/empty/")).startsWith("HTTP/1.1 200 ").doesNotContain("not for you");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GET / HTTP/1.1 | 400",
        "GET | 400",
        "GET / | 400",
        "GET  / HTTP/1.1 | 400",
        "GET /%zz HTTP/1.0 | 400",
        "GET /%ff HTTP/1.0 | 400",
        "GET /%00 HTTP/1.0 | 400",
        "GET a HTTP/1.0 | 400",
        "GET / HTTP/2.0 | 505",
        "POST / HTTP/1.0 | 405",
        "DELETE /a.txt HTTP/1.0 | 405"
    })
    void requestThatCannotBeAnsweredSaysWhy(String line, int status) throws IOException {
        assertThat(exchange(line + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void endlessHeadIsRefused() throws IOException {
        assertThat(exchange("GET /" + "a".repeat(9000))).startsWith("HTTP/1.1 431 ");
        assertThat(exchange("GET / HTTP/1.0\r\n" + ("A: " + "b".repeat(5000) + "\r\n").repeat(20)))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void connectionIsUsedAgainUntilTheClientSaysClose() throws IOException {
        String answer = exchange("GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n"
                + "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /"
                + "GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                + "GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer.split("text of a", -1)).hasSize(3);
        assertThat(answer).containsOnlyOnce("405 Method Not Allowed\r\n").containsOnlyOnce("Connection: close")
                .contains("\r\nAllow: GET, HEAD\r\n").doesNotContain("404");
    }

    @Test
    void oldClientGetsOneAnswerUnlessItAsksForMore() throws IOException {
        assertThat(exchange("GET /a.txt HTTP/1.0\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n").split("text of a", -1)).hasSize(2);
        assertThat(exchange("GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n")
                .split("text of a", -1)).hasSize(3);
    }
}
