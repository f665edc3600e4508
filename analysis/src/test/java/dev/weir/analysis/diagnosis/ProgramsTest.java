package dev.weir.analysis.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs do wrong with each other, seen in captures that are written down here. */
class ProgramsTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String PROXY = "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n";
    private static final String ALERT = "\u0015\u0003\u0001\u0000\u0002\u0002\u0046";

    private static String hello(int length) {
        int record = length - 5;
        return "\u0016\u0003\u0001" + (char) (record >> 8) + (char) (record & 0xff) + "\u0001" + "x".repeat(record - 1);
    }

    private static Scene exchange(String request, String answer) {
        var scene = new Scene();
        scene.line(443).open(0).client(30, request).server(55, answer).clientFlags(56, ".").closedBy(false, 60);
        return scene;
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "220 mail ESMTP\r\n"})
    @Diagnosed(fault = "PLAINTEXT_SERVER", by = View.CAPTURE, how = "a ClientHello that HTTP, SSH or SMTP answers")
    void clientHelloAnsweredInPlainText(String answer) {
        assertThat(exchange(hello(300), answer).faults()).containsExactly(Fault.PLAINTEXT_SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {ALERT,
        "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\nThe plain HTTP request was sent to HTTPS port",
        "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"})
    @Diagnosed(fault = "TLS_SERVER", by = View.CAPTURE, how = "a request in plain text that a TLS server answers")
    void plainRequestToTls(String answer) {
        assertThat(exchange(REQUEST, answer).faults()).containsExactly(Fault.TLS_SERVER);
    }

    @Test
    @Diagnosed(fault = "HTTP_VERSION_MISMATCH", by = View.CAPTURE, how = "the preface of HTTP/2 that HTTP/1 answers")
    void prefaceAnsweredByHttp1() {
        assertThat(exchange(PREFACE, "HTTP/1.1 400 Bad Request\r\n\r\n").faults())
                .containsExactly(Fault.HTTP_VERSION_MISMATCH);
    }

    @Test
    @Diagnosed(fault = "PROXY_PROTOCOL_MISMATCH", by = View.CAPTURE, how =
            "a PROXY header that a web server takes for a request")
    void proxyHeaderNotUnderstood() {
        assertThat(exchange(PROXY + REQUEST, "HTTP/1.1 400 Bad Request\r\n\r\n").faults())
                .containsExactly(Fault.PROXY_PROTOCOL_MISMATCH);
        assertThat(exchange(PROXY + REQUEST, ANSWER).faults()).as("understood").isEmpty();
    }

    @Test
    @Diagnosed(fault = "PROXY_PROTOCOL_MISMATCH", by = View.CAPTURE, how =
            "a server that closes what does not begin with one")
    void proxyHeaderExpected() {
        var scene = exchange(PROXY + REQUEST, ANSWER);
        scene.line(443).open(1000).client(1030, REQUEST).serverFlags(1055, ".").closedBy(false, 1056);
        assertThat(scene.faults()).containsExactly(Fault.PROXY_PROTOCOL_MISMATCH);
    }

    @Test
    @Diagnosed(fault = "SPLIT_CLIENT_HELLO", by = View.CAPTURE, how =
            "a ClientHello of two segments that is reset, and a short one")
    void longClientHelloIsReset() {
        var scene = exchange(hello(500), "\u0016\u0003\u0003\u0000\u0001\u0002");
        String hello = hello(1800);
        scene.line(443).open(1000).client(1030, hello.substring(0, 1448)).client(1030, hello.substring(1448))
                .serverFlags(1052, ".").serverFlags(1055, "R.");
        assertThat(scene.faults()).containsExactly(Fault.SPLIT_CLIENT_HELLO);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 502, 503, 504})
    @Diagnosed(fault = "HTTP_GATEWAY_ERROR", by = View.CAPTURE, how = "408, 502, 503 and 504")
    void gatewayErrors(int status) {
        var scene = new Scene();
        scene.line(80).open(0).client(30, REQUEST).serverFlags(51, ".")
                .server(30_055, "HTTP/1.1 " + status + " No\r\n\r\n").clientFlags(30_056, ".").closedBy(false, 30_060);
        assertThat(scene.faults()).containsExactly(Fault.HTTP_GATEWAY_ERROR);
        assertThat(scene.findings().getFirst().verdict()).contains(String.valueOf(status)).contains("30 s");
    }

    @Test
    @Diagnosed(fault = "HTTP_SERVER_ERROR", by = View.CAPTURE, how = "500 as the second answer of a connection")
    void laterServerError() {
        var scene = new Scene();
        scene.line(80).open(0).client(30, REQUEST).server(55, ANSWER).client(80, REQUEST)
                .server(105, "HTTP/1.1 500 Oh\r\n\r\n").clientFlags(106, ".").closedBy(false, 110);
        assertThat(scene.faults()).containsExactly(Fault.HTTP_SERVER_ERROR);
    }

    @Test
    @Diagnosed(fault = "DATABASE_POOL_TIMEOUT", by = View.CAPTURE, how = "PostgreSQL 53300 and MySQL 1040")
    void databaseTakesNoMore() {
        String postgres =
                "E\u0000\u0000\u0000\u0050SFATAL\u0000VFATAL\u0000C53300\u0000Msorry, too many clients\u0000\u0000";
        assertThat(exchange("\u0000\u0000\u0000\u0008\u0000\u0003\u0000\u0000", postgres).faults())
                .containsExactly(Fault.DATABASE_POOL_TIMEOUT);
        var scene = new Scene();
        scene.line(3306).open(0).server(45, "\u0017\u0000\u0000\u0000\u00ff\u0010\u0004Too many connections")
                .clientFlags(46, ".").closedBy(false, 50);
        assertThat(scene.faults()).containsExactly(Fault.DATABASE_POOL_TIMEOUT);
    }

    @Test
    @Diagnosed(fault = "TLS_HANDSHAKE_FAILED", by = View.CAPTURE, how = "a TLS alert about the name in SNI")
    void tlsAlert() {
        assertThat(exchange(hello(300), "\u0015\u0003\u0003\u0000\u0002\u0002\u0070").faults())
                .containsExactly(Fault.TLS_HANDSHAKE_FAILED);
    }

    @Test
    @Diagnosed(fault = "SERVICE_REFUSES", by = View.CAPTURE, how = "SMTP's 421")
    void serviceNotAvailable() {
        var scene = new Scene();
        scene.line(25).open(0).server(45, "421 Too many connections\r\n").clientFlags(46, ".").closedBy(false, 50);
        assertThat(scene.faults()).containsExactly(Fault.SERVICE_REFUSES);
    }

    @Test
    void healthyExchangesGiveNothing() {
        assertThat(exchange(REQUEST, ANSWER).faults()).isEmpty();
        assertThat(exchange(hello(300), "\u0016\u0003\u0003\u0000\u0001\u0002").faults()).isEmpty();
        assertThat(exchange(PREFACE, "\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000").faults()).isEmpty();
    }

    @Test
    void resetAfterTheWholeAnswerIsHowBrowsersEnd() {
        var scene = new Scene();
        scene.line(443).open(0).client(30, REQUEST).server(55, ANSWER).clientFlags(56, ".").clientFlags(5000, "R.");
        assertThat(scene.faults()).isEmpty();
    }

    @Test
    void healthCheckThatClosesAtOnceIsNotTheServers() {
        var scene = new Scene();
        scene.line(443).open(0).clientFlags(20.1, "R.");
        scene.line(443).open(1000).closedBy(true, 1020.1);
        assertThat(scene.faults()).isEmpty();
    }

    @Test
    void answerThatTakesLongIsAnAnswer() {
        var scene = new Scene();
        scene.line(80).open(0).client(30, REQUEST).serverFlags(51, ".").server(55_000, ANSWER).clientFlags(55_001, ".")
                .client(55_010, REQUEST).serverFlags(55_031, ".");
        assertThat(scene.until(200_000).faults()).as("a client that waits for news").isEmpty();
    }

    @Test
    void logsThatNobodyAnswersAreNoRequests() {
        var scene = new Scene();
        scene.line(514).open(0).client(30, "<34>message").serverFlags(51, ".");
        assertThat(scene.until(200_000).faults()).isEmpty();
    }

    @Test
    @Diagnosed(fault = "WINDOW_UPDATE_LOST", by = View.CAPTURE, how = "a closed window and two minutes without a probe")
    void nobodyAsksWhetherTheWindowOpened() {
        var scene = new Scene();
        scene.line(80).open(0).client(30, REQUEST).server(55, "x".repeat(1000)).window(56, true, 0);
        assertThat(scene.until(300_000).faults()).containsExactly(Fault.WINDOW_UPDATE_LOST);
    }

    @Test
    @Diagnosed(fault = "NAME_NOT_RESOLVED", by = View.CAPTURE, how = "NXDOMAIN, and no connection after it")
    void nameThatDoesNotExist() {
        var scene = new Scene().dns(0, true, "10.0.0.53", "00010100000100000000000001610000010001")
                .dns(20, false, "10.0.0.53", "00018183000100000000000001610000010001");
        assertThat(scene.faults()).containsExactly(Fault.NAME_NOT_RESOLVED);
        scene.line(443).open(100).client(130, REQUEST).server(155, ANSWER).clientFlags(156, ".").closedBy(false, 160);
        assertThat(scene.faults()).as("the client went on").isEmpty();
    }

    @Test
    @Diagnosed(fault = "DNS_SLOW", by = View.CAPTURE, how = "a question for AAAA that is asked again after 5 s")
    void questionAskedAgain() {
        var scene = new Scene().dns(0, true, "10.0.0.53", "000201000001000000000000016100001c0001")
                .dns(5005, true, "10.0.0.53", "000201000001000000000000016100001c0001")
                .dns(5025, false, "10.0.0.53", "000281800001000000000000016100001c0001");
        assertThat(scene.faults()).containsExactly(Fault.DNS_SLOW);
    }
}
