package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weir demo --via tun}: Weir and the kernel in both roles. */
@RequiresTun
class DemoTest {
    private static String demo(String... options) throws Exception {
        var words = new ArrayList<>(List.of("demo", "--via", "tun"));
        words.addAll(List.of(options));
        return Weir.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--loss=2%", "--ipv6"})
    void bothRolesEndWell(String option) throws Throwable {
        Network.run(() -> {
            String text = demo("--bytes=200kB", "--delay=5ms", option);
            assertThat(text.lines()).allMatch(line -> line.length() <= 80);
            assertThat(text).contains("1. The operating system's TCP asks", "2. Weir's TCP asks")
                    .contains("from weir to kernel: 200 kB", "from kernel to weir: 200 kB")
                    .contains("[LAST-ACK]", "[TIME-WAIT]");
        });
    }

    @Test
    void jsonHasBothExchangesAndSaysWhoseTcpEachSideIs() throws Throwable {
        Network.run(() -> assertThat(demo("--json", "--bytes=50kB", "--delay=1ms"))
                .startsWith("{\"command\":\"demo\"").endsWith("}\n")
                .containsSubsequence("\"client\":{\"host\":\"kernel\",\"tcp\":\"os\"",
                        "\"client\":{\"host\":\"weir\",\"tcp\":\"weir\""));
    }
}
