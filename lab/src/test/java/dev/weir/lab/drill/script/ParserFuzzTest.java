package dev.weir.lab.drill.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file, the parser answers with a script or a {@link ScriptError}, and soon. */
class ParserFuzzTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("basedir", ""), "src/test/resources/scripts");
    private static final int MUTANTS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String FORMS = """
            --ip_version=ipv4
            --define=A=B
            #ifdef A
            0 `sysctl -q a=1; ss -tan | grep ESTAB | wc -l | grep -q 1 || [ $(ss) -eq 1 ] && ip ro add initcwnd 3`
            #elif X == 3
            #endif
            +0.1~+.2 > [dscp af11, ecn ect0, ttl 7] 1>2 SEWA. ...(10) ack 1 win 3 urg 1 <mss 1,FO 00,ECN e0b 1> /udp(1>2)
            +0...0.2 recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 1}], msg_flags=A|B}, 0) = -1 EAGAIN (x)
            * > icmp unreachable code_7 mtu 3 id 4 [1:2(1)!]
            0 < ipv4 1.1.1.1 > 2.2.2.2: gre: mpls (label 1): . 1:1(0) win 1
            0 write(3, "a\\x41\\n" "b"..., 0x10) = 2 // x
            0 %{ if a < 1: assert (b, "c") ; print "x"
            def f(x): return [1, 2][x] if not x else ~3 ** -1.5e3 }%
            """;

    @Test
    void damagedScriptsAreReadOrRefused() throws IOException {
        List<String> originals;
        try (var files = Files.walk(SCRIPTS)) {
            originals = new java.util.ArrayList<>(files.filter(file -> file.toString().endsWith(".pkt")).sorted()
                    .map(ParserFuzzTest::text).toList());
        }
        for (int i = 0; i < 100; i++) originals.add(FORMS);
        var random = new Random(5);
        Assertions.assertTimeoutPreemptively(PATIENCE, () -> {
            int read = 0;
            for (int i = 0; i < MUTANTS; i++) {
                String original = originals.get(random.nextInt(originals.size()));
                if (isRead(mutant(original, originals.get(random.nextInt(originals.size())), random))) read++;
            }
            assertThat(read).isBetween(MUTANTS / 50, MUTANTS - MUTANTS / 50);
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isRead(String text) {
        try {
            Script script = Script.parse("mutant", text);
            for (Step step : script.steps()) {
                if (step.action() instanceof Code code) code.firstFailure(_ -> 1L, new Memory());
            }
            return true;
        } catch (ScriptError e) {
            assertThat(e.line()).isBetween(1, text.length() + 1);
            assertThat(e.getMessage()).isNotBlank();
            return false;
        } catch (NotApplicable e) { // of code that was run
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("thrown for:\n" + text, e);
        }
    }

    private static String mutant(String original, String other, Random random) {
        var text = new StringBuilder(original);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.setCharAt(at, (char) random.nextInt(256));
                case 2 -> text.insert(at, "<>[]{}()|=,.:!~*+-/`%#\"'\\ \n0123".charAt(random.nextInt(30)));
                case 3 -> text.insert(at, original, Math.min(at, original.length()), Math.min(end, original.length()));
                default -> {
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(40)));
                }
            }
            if (text.isEmpty()) text.append(' ');
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{", "(", "{a=", "f(", "%{ ((((", "%{ -", "%{ [", "not ", "\"", "`", "/*", "1|", "x,",
        "$(", "0 <", "--define=A=A\n", "#if 1\n", "assert "})
    void deepAndLongInputEndsSoon(String piece) {
        for (String start : List.of("", "0 f(", "0 %{ assert ", "0 `", "0 < ")) {
            String text = start + piece.repeat(50_000);
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> isRead(text), start + piece);
        }
    }
}
