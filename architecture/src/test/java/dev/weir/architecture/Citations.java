package dev.weir.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where tests and code name a rule, read from the text of the sources. A key is a requirement's identifier
 * ({@code MUST-58}) or a section ({@code 9293#3.10.7.4}); a value is a Markdown link, relative to {@code docs/}.
 */
final class Citations {
    static final Pattern IDENTIFIER = Pattern.compile("\\b(?:MUST|SHLD|MAY|REC)-\\d+\\b|\\bEDGE-[A-Z]+-\\d+\\b");
    private static final Pattern TAG = Pattern.compile("@Rfc\\(([^)]*)\\)");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern SCRIPT_TAG = Pattern.compile("(?m)^\\s*(?://|#)\\s*@rfc\\s+(.*)$");
    private static final String GENERATED = "/scripts/matrix/";
    private static final Pattern SECTION = Pattern.compile("\\d{3,5}#[0-9A-Z]+(?:\\.\\d+)*");
    /** "RFC 9293 3.10.7.4", "9293 3.8.6.2.1" or "RFC 9293, section 3.4". */
    private static final Pattern SECTION_IN_CODE =
            Pattern.compile("\\b9293,?\\s+(?:section\\s+)?(3(?:\\.\\d+)+)");
    private static final Pattern DECLARATION = Pattern.compile(
            "(?m)^[ \\t]*(?:(?:public|protected|private|static|final)\\s+)*(?:(?:class|record|interface)\\s+(\\w+)"
                    + "|(?!return|new|throw|@)[\\w.<>\\[\\], ?]+\\s(\\w+)\\s*\\()");

    private final Path root;
    private final Map<String, SortedSet<String>> inTests = new TreeMap<>();
    private final Map<String, SortedSet<String>> inCode = new TreeMap<>();
    private final SortedSet<String> mistakes = new TreeSet<>();

    private Citations(Path root) {
        this.root = root;
    }

    static Citations read(Path root, List<Path> modules) throws IOException {
        var citations = new Citations(root);
        for (Path module : modules) {
            Path sources = module.resolve("src");
            if (!Files.isDirectory(sources) || module.endsWith("architecture") || module.endsWith("conformance")) continue;
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) citations.readFile(file);
            }
        }
        return citations;
    }

    /** Tests and scripts that prove it. */
    SortedSet<String> tests(String key) {
        return inTests.getOrDefault(key, new TreeSet<>());
    }

    /** Classes that name it, where they obey. */
    SortedSet<String> code(String key) {
        return inCode.getOrDefault(key, new TreeSet<>());
    }

    /** All sections that tests name. */
    Stream<String> sections() {
        return inTests.keySet().stream().filter(key -> key.contains("#"));
    }

    /** Every identifier that is named anywhere, to be held against the lists. */
    SortedSet<String> identifiers() {
        var all = new TreeSet<String>();
        Stream.of(inTests, inCode).flatMap(map -> map.keySet().stream())
                .filter(key -> !key.contains("#")).forEach(all::add);
        return all;
    }

    /** Tags that are neither a section nor an identifier. */
    SortedSet<String> mistakes() {
        return mistakes;
    }

    private void readFile(Path file) throws IOException {
        String path = root.relativize(file).toString().replace('\\', '/');
        if (path.endsWith(".pkt")) {
            readScript(path, Files.readString(file));
        } else if (path.endsWith(".java")) {
            if (path.contains("/src/main/")) readCode(path, Files.readString(file));
            else readTest(path, Files.readString(file));
        }
    }

    private void readScript(String path, String text) {
        Matcher tag = SCRIPT_TAG.matcher(text);
        String link = scriptLink(path);
        while (tag.find()) {
            for (String word : tag.group(1).trim().split("[\\s,]+")) prove(word, path, link);
        }
    }

    /** Generated scripts are many: their folder stands for all of a kind. */
    private static String scriptLink(String path) {
        int matrix = path.indexOf(GENERATED);
        if (matrix < 0) return link(path, name(path));
        String folder = path.substring(0, path.indexOf('/', matrix + GENERATED.length()));
        return link(folder, folder.substring(matrix + "/scripts/".length()));
    }

    private void readTest(String path, String text) {
        Matcher tag = TAG.matcher(text);
        Matcher declaration = DECLARATION.matcher(text);
        while (tag.find()) {
            String proof = name(path).replace(".java", "");
            if (declaration.find(tag.end()) && declaration.group(2) != null) proof += "." + declaration.group(2);
            String link = link(path, proof);
            LITERAL.matcher(tag.group(1)).results().forEach(literal -> prove(literal.group(1), path, link));
        }
    }

    private void prove(String key, String path, String link) {
        if (IDENTIFIER.matcher(key).matches() || SECTION.matcher(key).matches()) {
            inTests.computeIfAbsent(key, _ -> new TreeSet<>()).add(link);
        } else {
            mistakes.add(path + ": \"" + key + "\" is neither RFC#section nor an identifier of docs/requirements");
        }
    }

    private void readCode(String path, String text) {
        String link = link(path, name(path).replace(".java", ""));
        IDENTIFIER.matcher(text).results()
                .forEach(match -> inCode.computeIfAbsent(match.group(), _ -> new TreeSet<>()).add(link));
        SECTION_IN_CODE.matcher(text).results()
                .forEach(match -> inCode.computeIfAbsent("9293#" + match.group(1), _ -> new TreeSet<>()).add(link));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String link(String path, String label) {
        return "[" + label + "](../" + path + ")";
    }
}
