package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that can be reached and yet do not serve; and such that do, in each protocol. */
@RequiresTun
class DoctorTalkTest {
    private static final byte[] HTTP2_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private static void with(Servant.Manner manner, NetworkBody body) throws Throwable {
        Network.run(() -> {
            try (var server = Servant.on(7000, manner)) {
                body.run();
            }
        });
    }

    /** What is asked of the doctor. */
    @FunctionalInterface
    private interface NetworkBody {
        void run() throws Throwable;
    }

    private static byte[] mysql(byte[] payload) {
        return ByteBuffer.allocate(payload.length + 4).put((byte) payload.length).put((byte) 0).put((byte) 0)
                .put((byte) 0)
                .put(payload).array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:7000", "tcp://127.0.0.1:7000", "ssh://127.0.0.1:7000", "redis://127.0.0.1:7000"})
    @Diagnosed(fault = "CLOSED_AT_ONCE", by = View.LIVE, how = "a server that accepts and closes")
    void closedAtOnce(String url) throws Throwable {
        with(socket -> { }, () -> Diagnosis.here(url).is(Fault.CLOSED_AT_ONCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:7000", "https://127.0.0.1:7000", "ssh://127.0.0.1:7000"})
    @Diagnosed(fault = "NEVER_ANSWERS", by = View.LIVE, how = "a server that reads and is silent")
    void neverAnswers(String url) throws Throwable {
        with(Servant.silent(), () -> Diagnosis.here(url, "--max-time", "12").is(Fault.NEVER_ANSWERS));
    }

    @Test
    void interruptedBeforeThereIsAVerdict() throws Throwable {
        with(Servant.silent(), () -> {
            try (var weir = Weir.start("doctor", "http://127.0.0.1:7000")) {
                weir.line("connected");
                weir.signal("INT");
                assertThat(weir.exitCode()).isEqualTo(130);
                assertThat(weir.output()).isEmpty();
                assertThat(weir.told()).last().isEqualTo("stopped before there was a verdict");
            }
        });
    }

    @Test
    void silentServerOfUnknownProtocolIsNoFault() throws Throwable {
        with(Servant.silent(), () -> Diagnosis.here("127.0.0.1", "7000").isHealthy());
    }

    /** Much is spoken at such ports: that it is not HTTP is no fault, but HTTP that fails is one. */
    @Test
    @Diagnosed(fault = "HTTP_GATEWAY_ERROR", by = View.LIVE, how = "a server that answers 408, 502, 503 or 504")
    void portWhoseNumberIsOnlyAHint() throws Throwable {
        Network.run(() -> {
            try (var ssh = Servant.on(8080, Servant.saying("SSH-2.0-OpenSSH_9.2\r\n"));
                    var silent = Servant.on(8081, Servant.silent());
                    var choosy = Servant.on(8888, Servant.answering(""));
                    var failing = Servant.on(9090, Servant.http("503 Service Unavailable", 10))) {
                Diagnosis.here("127.0.0.1", "8080").isHealthy();
                Diagnosis.here("127.0.0.1", "8081", "--max-time", "10").isHealthy();
                Diagnosis.here("127.0.0.1", "8888").isHealthy();
                Diagnosis.here("127.0.0.1", "9090").is(Fault.HTTP_GATEWAY_ERROR);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"502 Bad Gateway, HTTP_GATEWAY_ERROR", "503 Service Unavailable, HTTP_GATEWAY_ERROR",
            "504 Gateway Timeout, HTTP_GATEWAY_ERROR", "408 Request Timeout, HTTP_GATEWAY_ERROR",
            "500 Internal Server Error, HTTP_SERVER_ERROR"})
    @Diagnosed(fault = "HTTP_GATEWAY_ERROR", by = View.LIVE, how = "a server that answers 408, 502, 503 or 504")
    @Diagnosed(fault = "HTTP_SERVER_ERROR", by = View.LIVE, how = "a server that answers 500")
    void failureOfHttp(String status, Fault fault) throws Throwable {
        with(Servant.http(status, 10), () -> Diagnosis.here("http://127.0.0.1:7000").is(fault).says(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "404 Not Found", "401 Unauthorized", "301 Moved Permanently", "400 Bad Request", "204 No Content"})
    void answerOfHttpThatIsNoFailureOfTheServer(String status) throws Throwable {
        with(Servant.http(status, status.startsWith("204") ? 0 : 10), () -> Diagnosis.here("http://127.0.0.1:7000")
                .isHealthy());
    }

    @Test
    @Diagnosed(fault = "HTTP_VERSION_MISMATCH", by = View.LIVE, how =
            "a request of HTTP/1 that SETTINGS of HTTP/2 answer")
    void clientOfHttp1AtAServerOfHttp2() throws Throwable {
        with(Servant.answering(HTTP2_SETTINGS), () -> Diagnosis.here("http://127.0.0.1:7000")
                .is(Fault.HTTP_VERSION_MISMATCH));
    }

    @Test
    @Diagnosed(fault = "HTTP_VERSION_MISMATCH", by = View.LIVE, how =
            "a preface of HTTP/2 that HTTP/1 answers with 400")
    void clientOfHttp2AtAServerOfHttp1() throws Throwable {
        with(Servant.http("400 Bad Request", 10), () -> Diagnosis.here("grpc://127.0.0.1:7000")
                .is(Fault.HTTP_VERSION_MISMATCH));
    }

    @Test
    void http2() throws Throwable {
        with(Servant.answering(HTTP2_SETTINGS), () -> Diagnosis.here("h2c://127.0.0.1:7000").isHealthy());
    }

    @Test
    @Diagnosed(fault = "PROXY_PROTOCOL_MISMATCH", by = View.LIVE, how =
            "a web server that answers only after a PROXY header")
    void serverThatExpectsAProxyHeader() throws Throwable {
        with(socket -> {
            var request = new byte[8192];
            int length = socket.getInputStream().read(request);
            if (length > 0 && new String(request, 0, length, StandardCharsets.ISO_8859_1).startsWith("PROXY TCP4 ")) {
                socket.getOutputStream().write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
            }
        }, () -> Diagnosis.here("http://127.0.0.1:7000").is(Fault.PROXY_PROTOCOL_MISMATCH));
    }

    @ParameterizedTest
    @CsvSource({"http, SSH-2.0-OpenSSH_9.2", "ssh, 220 mail.example ESMTP", "redis, SSH-2.0-OpenSSH_9.2"})
    @Diagnosed(fault = "WRONG_PROTOCOL", by = View.LIVE, how =
            "a server of SSH asked for HTTP or Redis, one of SMTP asked for SSH")
    void anotherProtocol(String scheme, String banner) throws Throwable {
        with(Servant.saying(banner + "\r\n"), () -> Diagnosis.here(scheme
                + "://127.0.0.1:7000").is(Fault.WRONG_PROTOCOL));
    }

    @ParameterizedTest
    @CsvSource({"ssh, SSH-2.0-OpenSSH_9.2", "smtp, 220 mail.example ESMTP", "ftp, 220 ready", "imap, * OK ready", "pop3, +OK ready"})
    void banner(String scheme, String banner) throws Throwable {
        with(Servant.saying(banner + "\r\n"), () -> {
            Diagnosis.here(scheme + "://127.0.0.1:7000").isHealthy();
        });
    }

    @ParameterizedTest
    @CsvSource({"smtp, 421 too many connections", "smtp, 554 no service here", "imap, * BYE overloaded"})
    @Diagnosed(fault = "SERVICE_REFUSES", by = View.LIVE, how = "421 and 554 of SMTP, BYE of IMAP")
    void serviceThatRefuses(String scheme, String banner) throws Throwable {
        with(Servant.saying(banner + "\r\n"), () -> Diagnosis.here(scheme
                + "://127.0.0.1:7000").is(Fault.SERVICE_REFUSES));
    }

    @Test
    void mysql() throws Throwable {
        with(Servant.saying(mysql(bytes("\n8.0.36\0abcdefgh12345678\0\0\0"))),
                () -> Diagnosis.here("mysql://127.0.0.1:7000").isHealthy());
    }

    @Test
    @Diagnosed(fault = "DATABASE_POOL_TIMEOUT", by = View.LIVE, how = "MySQL's error 1040 as a greeting")
    void mysqlWithoutAFreeConnection() throws Throwable {
        with(Servant.saying(mysql(bytes("\u00ff\u0010\u0004Too many connections"))),
                () -> Diagnosis.here("mysql://127.0.0.1:7000").is(Fault.DATABASE_POOL_TIMEOUT).says("1040"));
    }

    @Test
    @Diagnosed(fault = "SERVICE_REFUSES", by = View.LIVE, how = "MySQL's error for a blocked host")
    void mysqlThatBlocksThisHost() throws Throwable {
        with(Servant.saying(mysql(bytes("\u00ff\u0069\u0004Host is blocked"))),
                () -> Diagnosis.here("mysql://127.0.0.1:7000").is(Fault.SERVICE_REFUSES));
    }
}
