package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the documents point at exists, the programs that the README shows run, and its excerpts are of code that does. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern PROGRAM = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final String EXCERPT = "// ";
    /** Of what is inside a class. */
    private static final int INDENTATION = 4;
    /** A program that is worth showing fits a screen. */
    private static final int LINES = 25;

    @TempDir
    private Path folder;

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(Checkout.ROOT), Files.walk(Checkout.ROOT.resolve("docs")))) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".md")).toList();
            assertThat(documents).hasSizeGreaterThan(4);
            for (Path document : documents) assertThat(brokenLinks(document)).as(document.toString()).isEmpty();
        }
    }

    @Test
    void aBrokenLinkIsFound() throws IOException {
        Path document = Shell.file(folder.resolve("a.md"), "[self](a.md#there) [gone](docs/gone.md) [web](https://example.org)");
        assertThat(brokenLinks(document)).containsExactly("docs/gone.md");
    }

    @TestFactory
    Stream<DynamicTest> programsOfTheReadmeRun() throws IOException {
        List<String> programs = programs(Files.readString(Checkout.ROOT.resolve("README.md")));
        return programs.stream().map(program -> DynamicTest.dynamicTest(program.lines().findFirst().orElse(""), () -> {
            assertThat(program.lines().count()).isLessThanOrEqualTo(LINES);
            assertThat(run(program)).matches(result -> result.exit() == 0, "exits with 0");
        }));
    }

    @Test
    void aProgramIsTakenOutOfItsDocumentAndRun() throws Exception {
        List<String> programs = programs("text\n```java\nvoid main() {\n    IO.println(6 * 7);\n}\n```\n```\nnot java\n```\n");
        assertThat(programs).hasSize(1);
        assertThat(run(programs.getFirst())).isEqualTo(new Shell.Result(0, "42\n"));
        assertThat(run("void main() { missing(); }").exit()).isEqualTo(1);
    }

    /** An excerpt says in its first line which file of a test it is from. */
    @TestFactory
    Stream<DynamicTest> excerptsOfTheReadmeAreInTheirFiles() throws IOException {
        List<String> excerpts = excerpts(Files.readString(Checkout.ROOT.resolve("README.md")));
        assertThat(excerpts).isNotEmpty();
        return excerpts.stream().map(excerpt -> DynamicTest.dynamicTest(excerpt.lines().findFirst().orElse(""), () -> {
            assertThat(excerpt.lines().count()).isLessThanOrEqualTo(LINES);
            assertThat(isInItsFile(excerpt)).isTrue();
        }));
    }

    @Test
    void anExcerptThatHasChangedIsFound() throws IOException {
        String excerpt = excerpts(Files.readString(Checkout.ROOT.resolve("README.md"))).getFirst();
        assertThat(isInItsFile(excerpt.replace("assertThat", "assumeThat"))).isFalse();
    }

    private static List<String> brokenLinks(Path document) throws IOException {
        var broken = new ArrayList<String>();
        for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
            if (!Files.exists(document.resolveSibling(link.group(1)))) broken.add(link.group(1));
        }
        return broken;
    }

    private static List<String> programs(String document) {
        return blocks(document).filter(block -> !block.startsWith(EXCERPT)).toList();
    }

    private static List<String> excerpts(String document) {
        return blocks(document).filter(block -> block.startsWith(EXCERPT)).toList();
    }

    private static Stream<String> blocks(String document) {
        return PROGRAM.matcher(document).results().map(match -> match.group(1));
    }

    private static boolean isInItsFile(String excerpt) throws IOException {
        int end = excerpt.indexOf('\n');
        String file = Files.readString(Checkout.ROOT.resolve(excerpt.substring(EXCERPT.length(), end)));
        return file.indent(0).contains(excerpt.substring(end + 1).indent(INDENTATION));
    }

    private Shell.Result run(String program) throws IOException, InterruptedException {
        Path source = Shell.file(folder.resolve("Program.java"), program);
        return new Shell(folder).run(Path.of(System.getProperty("java.home"), "bin/java"),
                "--enable-native-access=ALL-UNNAMED", "-cp", Checkout.CLASS_PATH, source);
    }
}
