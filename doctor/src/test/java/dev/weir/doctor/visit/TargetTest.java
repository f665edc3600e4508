package dev.weir.doctor.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static Target parse(String words) {
        return Target.parse(List.of(words.split(" ")), Integer::parseInt);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com 443, example.com, 443, HTTPS", "example.com:80, example.com, 80, HTTP", "[::1]:22, ::1, 22, SSH",
        "::1 7000, ::1, 7000, ANY", "https://example.com, example.com, 443, HTTPS",
        "https://example.com:8080/a?b#c, example.com, 8080, HTTPS",
                "postgres://me:secret@db:5433/shop, db, 5433, POSTGRESQL",
        "jdbc:mysql://db/shop, db, 3306, MYSQL", "redis://[fd00::1], fd00::1, 6379, REDIS", "SSH://host, host, 22, SSH"
    })
    void allTheWaysToWriteOne(String words, String host, int port, Protocol protocol) {
        var target = parse(words);
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.protocol()).isEqualTo(protocol);
    }

    @Test
    void urlKeepsPathAndUserButNoPasswordAndNoFragment() {
        assertThat(parse("https://h/a?b#c").path()).isEqualTo("/a?b");
        var database = parse("postgres://me:secret@db/shop");
        assertThat(database.user()).isEqualTo("me");
        assertThat(database.database()).hasValue("shop");
        assertThat(database.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "::1", "example.com 80 81", "http:// 80", "gopher://host", "h 0", "h 65536", "http://:80"})
    void whatIsNoTargetIsRefusedWithAReason(String words) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(words)).withMessageMatching(".{10,}");
    }
}
