package dev.weir.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class TargetTest {
    private static Target target(String words) {
        return Target.parse(List.of(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "example.com 80, example.com, 80", "example.com:80, example.com, 80", "10.0.0.1:65535, 10.0.0.1, 65535",
        "[::1]:80, ::1, 80", "::1 80, ::1, 80", "[fd00::1] 7, fd00::1, 7"
    })
    void everyWayToWriteItMeansTheSame(String words, String host, int port) {
        assertThat(target(words)).isEqualTo(new Target(host, port));
    }

    @Test
    void ipv6AddressGetsItsBracketsBack() {
        assertThat(target("::1 80")).hasToString("[::1]:80");
        assertThat(target("localhost 80")).hasToString("localhost:80");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "localhost | no port given: localhost PORT",
        "::1 | no port given: ::1 PORT",
        "[::1] | no port given: [::1] PORT",
        ":80 | no host given: localhost 80",
        "a 1 b | 'b' is one word too many: HOST PORT",
        "a 65536 | port 65536 does not exist: ports are 0 to 65535",
        "a 1x | '1x' is neither a port (0 to 65535) nor the name of a service",
        "http://a.example/b | 'http://a.example/b' is a URL: write a.example http",
        "https://a.example:444/b | 'https://a.example:444/b' is a URL: write a.example:444 --tls"
    })
    void mistakeSaysHowItIsWrittenRight(String words, String message) {
        assertThatThrownBy(() -> target(words)).isInstanceOf(TypeConversionException.class).hasMessage(message);
    }
}
