package dev.weir.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code docs/faults.md}: the catalogue of faults joined with the scenarios that are labelled with them and the tests
 * that make them. {@code docs/update-faults} runs this class from its source.
 */
final class FaultTable {
    static final String UPDATE = "docs/update-faults";

    private static final String CATALOGUE = "analysis/src/main/java/dev/weir/analysis/finding/Fault.java";
    private static final String SCENARIOS = "lab/src/main/resources/scenarios";
    private static final Pattern FAULT = Pattern.compile(
            "\\b([A-Z][A-Z0-9_]+)\\((\\d+), FaultClass\\.([A-Z]+), Culprit\\.[A-Z_]+,\\s*\"([^\"]*)\"");
    private static final Pattern TAG = Pattern.compile(
            "@Diagnosed\\(\\s*fault =\\s*\"([A-Z0-9_]+)\",\\s*by =\\s*(?:View|Diagnosed\\.View)\\.([A-Z]+),"
                    + "\\s*how =\\s*\"([^\"]*)\"\\s*\\)");
    private static final Pattern ANY_TAG = Pattern.compile("@Diagnosed\\(\\s*fault");
    private static final Pattern LABEL = Pattern.compile("(?m)^(fault|number|title) = \"?([^\"\\n]*)\"?$");

    private record Fault(String name, int number, String faultClass, String title) {}

    private record Made(boolean live, String how) {}

    private final Map<String, Fault> catalogue = new LinkedHashMap<>();
    private final Map<String, List<Made>> made = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    private FaultTable() {}

    static FaultTable read(Path root, List<Path> modules) throws IOException {
        var table = new FaultTable();
        FAULT.matcher(Files.readString(root.resolve(CATALOGUE))).results().forEach(m -> table.catalogue.put(m.group(1),
                new Fault(m.group(1), Integer.parseInt(m.group(2)), m.group(3), m.group(4))));
        for (String name : Files.readAllLines(root.resolve(SCENARIOS).resolve("index"))) {
            if (name.isBlank() || name.startsWith("#")) continue;
            table.scenario(name.strip(), root.resolve(SCENARIOS).resolve(name.strip() + ".toml"));
        }
        for (var module : modules) table.tests(module.resolve("src/test/java"));
        return table;
    }

    private void scenario(String name, Path file) throws IOException {
        var label = new LinkedHashMap<String, String>();
        LABEL.matcher(Files.readString(file)).results().forEach(m -> label.put(m.group(1), m.group(2)));
        String fault = label.get("fault");
        if (fault == null || fault.equals("HEALTHY")) return;
        if (!catalogue.containsKey(fault)) fault = byNumber(label.getOrDefault("number", "0"));
        if (fault.isEmpty()) mistakes.add("scenario " + name + " is labelled with what is not in the catalogue");
        else add(fault, new Made(false, "scenario `" + name + "`"));
    }

    private String byNumber(String number) {
        int wanted = Integer.parseInt(number);
        return catalogue.values().stream().filter(f -> wanted != 0 && f.number() == wanted).map(Fault::name).findFirst()
                .orElse("");
    }

    private void tests(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith("Test.java")).sorted().toList();
        }
        for (var file : files) {
            String text = Files.readString(file);
            var tags = TAG.matcher(text).results().toList();
            if (tags.size() != ANY_TAG.matcher(text).results().count()) {
                mistakes.add(file.getFileName() + ": a tag that is not of the form of Diagnosed's Javadoc");
            }
            for (var tag : tags) {
                if (!catalogue.containsKey(tag.group(1))) {
                    mistakes.add(file.getFileName() + ": no fault " + tag.group(1));
                }
                add(tag.group(1), new Made(tag.group(2).equals("LIVE"), tag.group(3)));
            }
        }
    }

    private void add(String fault, Made how) {
        made.computeIfAbsent(fault, _ -> new ArrayList<>()).add(how);
    }

    /** Tags and labels that name what does not exist. */
    List<String> mistakes() {
        return mistakes;
    }

    String markdown() {
        var text = new StringBuilder("""
                # Faults

                What `weir doctor` and `weir analyze` can find, how tests make it real, and which of the two tells it:
                *live* from probes and the state of machines, *capture* from captured packets alone. Each test also
                asserts that nothing else is claimed. The id is what programs rely on. Made by `docs/update-faults` from the
                catalogue, the labels of scenarios and the tags on tests; not to be edited.

                | # | id | what | made by | live | capture |
                |---|---|---|---|---|---|
                """);
        catalogue.values().stream().filter(f -> !f.faultClass().equals("ARTEFACT")).forEach(f -> row(text, f));
        text.append("""

                What is due to the way of capturing is named, and never a verdict about a connection; every scenario is
                mangled in each of these ways, and nothing wrong is claimed.

                | id | what |
                |---|---|
                """);
        catalogue.values().stream().filter(f -> f.faultClass().equals("ARTEFACT"))
                .forEach(f -> text.append("| `%s` | %s |\n".formatted(f.name(), f.title())));
        return text.toString();
    }

    private void row(StringBuilder text, Fault fault) {
        var all = made.getOrDefault(fault.name(), List.of());
        Set<String> how = all.stream().map(Made::how).collect(Collectors.toCollection(LinkedHashSet::new));
        text.append("| %s | `%s` | %s | %s | %s | %s |\n".formatted(fault.number() == 0 ? "" : fault.number(),
                fault.name(), fault.title(), String.join("; ", how), all.stream().anyMatch(Made::live) ? "yes" : "",
                all.stream().anyMatch(m -> !m.live()) ? "yes" : ""));
    }

    static Path file(Path root) {
        return root.resolve("docs/faults.md");
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(file(Checkout.ROOT), read(Checkout.ROOT, Checkout.modules()).markdown());
    }
}
