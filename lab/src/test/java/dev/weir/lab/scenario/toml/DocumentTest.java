package dev.weir.lab.scenario.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {
    private record Road(String name, Duration delay, long rate, double loss, long queue, boolean icmp, int shape) {}

    private static List<Road> roads(Section file) {
        return file.sections("road").stream().map(DocumentTest::road).toList();
    }

    private static Road road(Section road) {
        return new Road(road.text("name"), road.time("delay", Duration.ZERO), road.rate("rate", 0),
                road.share("loss", 0), road.bytes("queue", 10, 1, 1 << 20), road.flag("icmp", true),
                road.choice("shape", 0, Map.of("straight", 1, "bent", 2)));
    }

    private static <T> T read(String text, Function<Section, T> reader) {
        return Document.read("a.toml", text, reader);
    }

    @Test
    void everyValueIsReadWithItsUnit() {
        var roads = read("""
                [[road]]
                name = "a"
                delay = "20ms"
                rate = "10mbit"
                loss = "1%"
                queue = "64KiB"
                icmp = false
                shape = "bent"
                [[road]]
                name = "b"
                """, DocumentTest::roads);
        assertThat(roads).containsExactly(new Road("a", Duration.ofMillis(20), 10_000_000, 0.01, 65536, false, 2),
                new Road("b", Duration.ZERO, 0, 0, 10, true, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "dealy = \"1ms\"   | line 3, column 1: unknown key 'dealy' in [[road]]; did you mean 'delay'? (known here: name, ",
        "delay = \"20\"    | line 3, column 1: delay: '20' has no unit: write 20ms or 20s",
        "delay = 20        | line 3, column 1: delay must be a time in quotes, such as \"20ms\"",
        "rate = \"1mbps\"  | line 3, column 1: rate: '1mbps' means bytes to some tools",
        "loss = 0.1        | line 3, column 1: loss must be a percentage in quotes, such as \"1%\"",
        "queue = 0         | line 3, column 1: queue must be 1 to 1048576, not 0",
        "queue = \"2MiB\"  | line 3, column 1: queue must be 1 to 1048576, not 2097152",
        "icmp = \"yes\"    | line 3, column 1: icmp must be true or false",
        "shape = \"bend\"  | shape = \"bend\" is none of ",
        "shape = \"bend\"  | ; did you mean 'bent'?",
        "delay = \"1ms     | line 3, column",
        "name = \"twice\"  | line 3, column",
    })
    void mistakesAreToldWithTheirPlaceAndWhatWouldBeRight(String line, String saying) {
        assertThatThrownBy(() -> read("[[road]]\nname = \"a\"\n" + line + "\n", DocumentTest::roads))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageStartingWith("a.toml: line ")
                .hasMessageContaining(saying);
    }

    @Test
    void allMistakesAreToldAtOnceInTheOrderOfTheFile() {
        assertThatThrownBy(() -> read("""
                x = 1
                [[road]]
                delay = "1"
                [[road]]
                name = "b"
                lose = "1%"
                """, DocumentTest::roads))
                .hasMessage("""
                        a.toml: line 1, column 1: unknown key 'x' in the file (known here: road)
                        a.toml: line 2, column 1: [[road]] needs name = "..."
                        a.toml: line 3, column 1: delay: '1' has no unit: write 1ms or 1s
                        a.toml: line 6, column 1: unknown key 'lose' in [[road]]; did you mean 'loss'? \
                        (known here: name, delay, rate, loss, queue, icmp, shape)""");
    }

    @Test
    void aSectionInTheWrongShapeIsRefused() {
        assertThatThrownBy(() -> read("[road]\nname = \"a\"\n", DocumentTest::roads))
                .hasMessageContaining("road must be sections of their own: [[road]]");
        assertThatThrownBy(() -> read("road = 3\n", DocumentTest::roads)).hasMessageContaining("[[road]]");
        assertThatThrownBy(() -> read("[[x]]\n", file -> file.section("x")))
                .hasMessageContaining("must be a section: [x]");
    }

    @Test
    void theNearestWordIsNear() {
        var words = List.of("delay", "rate", "bufferbloat");
        assertThat(Nearest.to("dealy", words)).contains("delay");
        assertThat(Nearest.to("buffer", words)).contains("bufferbloat");
        assertThat(Nearest.to("bloat", words)).contains("bufferbloat");
        assertThat(Nearest.to("window", words)).isEmpty();
    }
}
