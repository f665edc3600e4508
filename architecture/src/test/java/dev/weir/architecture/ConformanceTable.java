package dev.weir.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code docs/conformance.md}: requirements joined with the code that cites them, the tests that prove them and the
 * deviations stated. {@code docs/update-conformance} runs this class from its source.
 */
final class ConformanceTable {
    static final String UPDATE = "docs/update-conformance";

    private final List<Requirement> rfc9293;
    private final List<Requirement> edgeCases;
    private final List<Requirement.Deviation> deviations;
    private final Citations citations;

    ConformanceTable(List<Requirement> rfc9293, List<Requirement> edgeCases, List<Requirement.Deviation> deviations,
            Citations citations) {
        this.rfc9293 = rfc9293;
        this.edgeCases = edgeCases;
        this.deviations = deviations;
        this.citations = citations;
    }

    static ConformanceTable read(Path root, List<Path> modules) throws IOException {
        Path requirements = root.resolve("docs/requirements");
        return new ConformanceTable(
                Requirement.read(requirements.resolve("rfc9293.tsv")),
                Requirement.read(requirements.resolve("edge-cases.tsv")),
                Requirement.Deviation.read(requirements.resolve("deviations.tsv")),
                Citations.read(root, modules));
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(file(Checkout.ROOT), read(Checkout.ROOT, Checkout.modules()).markdown());
    }

    static Path file(Path root) {
        return root.resolve("docs/conformance.md");
    }

    /** Tags and deviations that name what does not exist, and deviations that may not be. */
    List<String> mistakes() {
        var mistakes = new ArrayList<>(citations.mistakes());
        var known = new HashSet<String>();
        all().forEach(requirement -> known.add(requirement.id()));
        citations.identifiers().stream().filter(id -> !known.contains(id))
                .forEach(id -> mistakes.add(id + " is cited, but not in docs/requirements"));
        for (var deviation : deviations) {
            if (!known.contains(deviation.id())) mistakes.add(deviation.id() + " deviates, but is not in docs/requirements");
            if (deviation.kind() == Requirement.Deviation.Kind.DEVIATED
                    && deviation.id().startsWith("MUST-") && !deviation.id().matches("MUST-5[123]")) {
                mistakes.add(deviation.id() + ": only the source routes of MUST-51 to 53 are left out");
            }
        }
        return mistakes;
    }

    /** The binding requirements that have neither a test nor a deviation that does without one. */
    List<String> open() {
        return all().stream().filter(Requirement::binding).map(Requirement::id).filter(this::isOpen).toList();
    }

    private boolean isOpen(String id) {
        if (!citations.tests(id).isEmpty()) return false;
        return Requirement.Deviation.of(id, deviations)
                .map(deviation -> deviation.kind() == Requirement.Deviation.Kind.PROFILE)
                .orElse(true);
    }

    private List<Requirement> all() {
        var all = new ArrayList<>(rfc9293);
        all.addAll(edgeCases);
        return all;
    }

    String markdown() {
        var text = new StringBuilder("""
                # Conformance

                Which rule is obeyed where, and which test proves it; or why not. Made by `%s` from the lists in
                `docs/requirements`, the `@Rfc` tags on tests, the `@rfc` tags of scripts and the citations in the code: do
                not edit. Where the code does not name a requirement, the classes that cite its section stand in brackets.
                *Deviated* is not obeyed; *profile* is obeyed by the preset `rfc()` and not by the default; *advice* speaks
                to authors of applications.

                """.formatted(UPDATE));
        summary(text);
        table(text, "RFC 9293", rfc9293);
        table(text, "Edge cases", edgeCases);
        otherRfcs(text);
        return text.toString();
    }

    private void summary(StringBuilder text) {
        List<Requirement> binding = all().stream().filter(Requirement::binding).toList();
        long tested = binding.stream().filter(requirement -> !citations.tests(requirement.id()).isEmpty()).count();
        int open = open().size();
        text.append("%d binding requirements: %d tested, %d deviated or advice, %d without a test.%n".formatted(
                binding.size(), tested, binding.size() - tested - open, open));
    }

    private void table(StringBuilder text, String heading, List<Requirement> requirements) {
        text.append("\n## ").append(heading)
                .append("\n\n| id | level | section | requirement | obeyed in | proved by |\n|---|---|---|---|---|---|\n");
        for (Requirement requirement : requirements) {
            text.append("| %s | %s | %s | %s | %s | %s |%n".formatted(
                    requirement.id(), requirement.level(), requirement.section(), requirement.text().replace("|", "\\|"),
                    obeyedIn(requirement), provedBy(requirement)));
        }
    }

    private String obeyedIn(Requirement requirement) {
        SortedSet<String> named = citations.code(requirement.id());
        if (!named.isEmpty()) return String.join(", ", named);
        var bySection = new TreeSet<String>();
        Arrays.stream(requirement.section().split(", "))
                .forEach(section -> bySection.addAll(citations.code("9293#" + section)));
        return bySection.isEmpty() ? "" : "(" + String.join(", ", bySection) + ")";
    }

    private String provedBy(Requirement requirement) {
        String proofs = String.join(", ", citations.tests(requirement.id()));
        return Requirement.Deviation.of(requirement.id(), deviations)
                .map(deviation -> "*%s*: %s %s".formatted(
                        deviation.kind().name().toLowerCase(Locale.ROOT), deviation.reason(), proofs).strip())
                .orElse(proofs);
    }

    private void otherRfcs(StringBuilder text) {
        Collection<String> sections = citations.sections().filter(section -> !section.startsWith("9293#")).toList();
        if (sections.isEmpty()) return;
        text.append("\n## Other RFCs\n\n| RFC | section | proved by |\n|---|---|---|\n");
        for (String section : sections) {
            String[] parts = section.split("#");
            text.append("| %s | %s | %s |%n".formatted(parts[0], parts[1], String.join(", ", citations.tests(section))));
        }
    }
}
