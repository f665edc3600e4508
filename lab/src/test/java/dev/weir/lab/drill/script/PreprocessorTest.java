package dev.weir.lab.drill.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreprocessorTest {
    private static final String BRANCHES = """
            #ifdef FreeBSD
            0 close(3) = 0
            #else
            0 close(4) = 0
            #endif
            #if LEVEL >= 2 // a comment
            0 close(5) = 0
            #ifndef FreeBSD
            0 close(6) = 0
            #endif
            #elif !defined(LEVEL)
            0 close(7) = 0
            #endif
            # if only every comment began with two slashes
            0 close(8) = 0
            """;

    private static List<Integer> lines(Map<String, String> definitions) {
        return Script.parse("s", BRANCHES, definitions).steps().stream().map(Step::line).toList();
    }

    @Test
    void branchesCountByWhatIsDefined() {
        assertThat(lines(Map.of())).containsExactly(4, 12, 15);
        assertThat(lines(Map.of("FreeBSD", "1"))).containsExactly(2, 12, 15);
        assertThat(lines(Map.of("LEVEL", "2"))).containsExactly(4, 7, 9, 15);
        assertThat(lines(Map.of("LEVEL", "1", "FreeBSD", ""))).containsExactly(2, 15);
    }

    @Test
    void definedNamesGiveWayToTheirValuesAndOutsideGoesFirst() {
        String text = """
                --define=LENGTH=10
                --define=WORDS="MSG_PEEK text"
                #define SIZE 1460
                0 read(4, WORDS, LENGTH) = SIZE // SIZE stays here
                +0 > S 0:0(0) <mss SIZE>
                #undef SIZE
                +0 write(4, "SIZE", SIZE) = 1
                """;
        assertThat(Script.parse("s", text).steps()).extracting(step -> step.action().toString()).containsExactly(
                "Call[name=read, arguments=[4, \"MSG_PEEK text\", 10], result=1460, error=]",
                "> S 0:0(0) <mss 1460>",
                "Call[name=write, arguments=[4, \"SIZE\", SIZE], result=1, error=]");
        assertThat(Script.parse("s", text, Map.of("SIZE", "9")).steps().get(1).action())
                .hasToString("> S 0:0(0) <mss 9>");
    }

    @Test
    void commandsAndCodeAreLeftAsTheyAre() {
        Script script = Script.parse("s", """
                #define x 7
                0 `sysctl -q net.ipv4.tcp_sack=0
                #if nothing
                `
                +0 %{ x = 3; assert x == 3
                #else: nothing here either
                assert x < 4 }%
                """.replace("\n", "\r\n"));
        assertThat(script.obstacles()).isEmpty();
        assertThat(script.steps()).hasSize(2);
    }
}
