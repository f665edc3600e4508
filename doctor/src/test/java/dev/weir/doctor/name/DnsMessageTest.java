package dev.weir.doctor.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.doctor.visit.Resolution.Reply;
import dev.weir.wire.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
    /** Of a.example, with a CNAME first and a compressed name. */
    private static final String ANSWER = "1234 8180 0001 0002 0000 0000 0161076578616d706c6500 0001 0001"
            + "c00c 0005 0001 0000003c 0004 0162c00e" + "0162c00e 0001 0001 0000003c 0004 0a000001";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void queryIsWhatTheStandardShows() {
        assertThat(DnsMessage.query(0x1234, "a.example", true))
                .isEqualTo(bytes("1234 0100 0001 0000 0000 0000 0161076578616d706c6500 001c 0001"));
    }

    @Test
    void addressesBehindAnAliasAreFound() {
        var message = DnsMessage.response(bytes(ANSWER), false).orElseThrow();
        assertThat(message.id()).isEqualTo(0x1234);
        assertThat(message.reply()).isEqualTo(Reply.ADDRESSES);
        assertThat(message.addresses()).containsExactly(IpAddress.parse("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({"8180, NO_DATA", "8182, SERVER_FAILURE", "8183, NAME_ERROR", "8185, REFUSED", "8184, OTHER_CODE"})
    void codeOfTheResponseIsTold(String flags, Reply reply) {
        assertThat(DnsMessage.response(bytes("1234" + flags + "0000 0000 0000 0000"), false).orElseThrow().reply())
                .isEqualTo(reply);
    }

    @Test
    void queryIsNoResponse() {
        assertThat(DnsMessage.response(DnsMessage.query(1, "a", false), false)).isEmpty();
    }

    @Test
    void everyCutIsAValueAndNoException() {
        byte[] whole = bytes(ANSWER);
        for (int length = 12; length < whole.length; length++) {
            assertThat(DnsMessage.response(Arrays.copyOf(whole, length), false).orElseThrow().reply())
                    .isEqualTo(Reply.MALFORMED);
        }
    }

    @Test
    void noiseIsAValueAndNoException() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = bytes(ANSWER);
            for (int flips = random.nextInt(6); flips >= 0; flips--) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            DnsMessage.response(noise, random.nextBoolean());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "ö.example", "a.example.."})
    void whatIsNoNameIsNotAsked(String name) {
        assertThat(DnsMessage.isAskable(name)).isFalse();
    }

    @Test
    void labelsAndNamesHaveALimit() {
        assertThat(DnsMessage.isAskable("a".repeat(63) + ".example")).isTrue();
        assertThat(DnsMessage.isAskable("a".repeat(64) + ".example")).isFalse();
        assertThat(DnsMessage.isAskable("a.".repeat(127) + "a")).isFalse();
    }
}
