package dev.weir.doctor.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.doctor.visit.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, HTTP, 200", "HTTP/1.0 503, HTTP, 503", "SSH-2.0-x, SSH, ''", "220 mail ESMTP, SMTP, 220",
        "220-FTP server, FTP, 220", "421 go away, SMTP, 421", "* OK hello, IMAP, ''", "* BYE no, IMAP, BYE",
                "+OK ready, POP3, ''",
        "+PONG, REDIS, ''", "-NOAUTH Authentication required., REDIS, NOAUTH",
                "-ERR max number of clients reached, REDIS, ERR"
    })
    void linesOfText(String line, Protocol protocol, String code) {
        var found = Recognition.of(bytes(line + "\r\nmore"), Protocol.ANY).orElseThrow();
        assertThat(found.protocol()).isEqualTo(protocol);
        assertThat(found.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "HTTP/3 200", "2200 x", "-err", "{\"a\":1}", "\u0000", "GET / HTTP/1.1"})
    void whatNobodyKnowsIsNothing(String text) {
        assertThat(Recognition.of(bytes(text), Protocol.ANY)).isEmpty();
    }

    @Test
    void alertOfTls() {
        var found = Recognition.of(new byte[] {0x15, 3, 1, 0, 2, 2, 70}, Protocol.HTTP).orElseThrow();
        assertThat(found.protocol()).isEqualTo(Protocol.TLS);
        assertThat(found.code()).isEqualTo("70");
    }

    @Test
    void oneByteIsPostgresqlOnlyToWhoAskedThat() {
        assertThat(Recognition.of(bytes("S"), Protocol.POSTGRESQL).orElseThrow().protocol())
                .isEqualTo(Protocol.POSTGRESQL);
        assertThat(Recognition.of(bytes("S"), Protocol.ANY)).isEmpty();
    }

    @Test
    void errorOfPostgresqlHasCodeAndMessage() {
        var found = Recognition.of(bytes("E\0\0\0\u0030SFATAL\0C53300\0Msorry, too many clients already\0\0"),
                Protocol.POSTGRESQL)
                .orElseThrow();
        assertThat(found.code()).isEqualTo("53300");
        assertThat(found.text()).contains("sorry, too many clients already");
    }

    @Test
    void noiseIsAValueAndNoException() {
        var random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            var noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 5 && random.nextBoolean()) noise[0] = (byte) "ERSH*+-2\0\u0015".charAt(random.nextInt(10));
            Recognition.of(noise, Protocol.values()[random.nextInt(Protocol.values().length)]);
            HttpBody.isWhole(noise);
        }
    }

    @ParameterizedTest
    @CsvSource({"'Content-Length: 3', abc, true", "'Content-Length: 3', ab, false", "'Transfer-Encoding: chunked', '3|abc|0||', true",
            "'X: y', abc, false"})
    void anAnswerIsWholeWhenItsHeadSaysSo(String header, String body, boolean whole) {
        assertThat(HttpBody.isWhole(bytes("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n"
                + body.replace("|", "\r\n")))).isEqualTo(whole);
    }

    @Test
    void anAnswerWithoutABodyEndsWithItsHead() {
        assertThat(HttpBody.isWhole(bytes("HTTP/1.1 204 No Content\r\n\r\n"))).isTrue();
        assertThat(HttpBody.isWhole(bytes("HTTP/1.1 204 No Content\r\n"))).isFalse();
    }
}
