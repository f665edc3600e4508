package dev.weir.lab.scenario.file;

import dev.weir.lab.scenario.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The scenarios that come with Weir, by name; one for each way in which a network can fail, and some healthy ones. */
public final class Catalogue {
    private static final String INDEX = "/scenarios/index";

    private Catalogue() {}

    /** In the order in which they are shown: the healthy ones, then by fault. */
    public static List<String> names() {
        try (var reader = new BufferedReader(new InputStreamReader(open(INDEX), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if there is none of that name. */
    public static Optional<Scenario> find(String name) {
        if (!names().contains(name)) return Optional.empty();
        return Optional.of(ScenarioFile.parse(name, name + ".toml", text(name)));
    }

    /** The file of a scenario of {@link #names()}: a beginning for one's own. */
    public static String text(String name) {
        try (var stream = open("/scenarios/" + name + ".toml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        var stream = Catalogue.class.getResourceAsStream(resource);
        if (stream == null) throw new IllegalStateException("this installation lacks " + resource);
        return stream;
    }
}
