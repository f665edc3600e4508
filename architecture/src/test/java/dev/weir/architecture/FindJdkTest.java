package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code find-jdk.sh} and {@code mvnw}: a checkout builds where the java on the PATH is too old, or says what to do. */
@DisabledOnOs(OS.WINDOWS)
class FindJdkTest {
    @TempDir
    private Path home;

    private Shell shell;
    private Path findJdk;

    /** A copy that looks for JDKs below the temporary folder, where the original looks below the root. */
    @BeforeEach
    void copyThatSearchesHere() throws IOException {
        String original = Files.readString(Checkout.ROOT.resolve("find-jdk.sh"));
        findJdk = Shell.file(home.resolve("find-jdk.sh"), original.replaceAll(" /(usr|opt|Library)/", " " + home + "/$1/"));
        for (String tool : List.of("sed", "readlink")) {
            Shell.script(home.resolve("bin").resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
        }
        shell = new Shell(home).with("PATH", home.resolve("bin"));
    }

    private Shell.Result javaHome() throws IOException, InterruptedException {
        return shell.run("/bin/sh", "-c", ". " + findJdk + "; echo $JAVA_HOME");
    }

    @Test
    void javaHomeThatIsNewEnoughIsKept() throws Exception {
        Path jdk = Shell.jdk(home.resolve("mine"), "25.0.3");
        Shell.jdk(home.resolve("usr/lib/jvm/other"), "26");
        shell.with("JAVA_HOME", jdk);
        assertThat(javaHome()).isEqualTo(new Shell.Result(0, jdk + "\n"));
    }

    @Test
    void olderJavaHomeAndOlderJavacOnThePathAreSteppedOver() throws Exception {
        Path old = Shell.jdk(home.resolve("usr/lib/jvm/a-17"), "17.0.15");
        Path jdk = Shell.jdk(home.resolve("usr/lib/jvm/b-25"), "25");
        Files.createSymbolicLink(home.resolve("bin/javac"), old.resolve("bin/javac"));
        shell.with("JAVA_HOME", old);
        assertThat(javaHome()).isEqualTo(new Shell.Result(0, jdk + "\n"));
    }

    @Test
    void linksOfTheJavacOnThePathLeadToItsJdk() throws Exception {
        Path jdk = Shell.jdk(home.resolve("somewhere/else"), "25.0.1");
        Path alternative = Files.createSymbolicLink(home.resolve("alternative"), jdk.resolve("bin/javac"));
        Files.createSymbolicLink(home.resolve("bin/javac"), Path.of("../").resolve(alternative.getFileName()));
        assertThat(javaHome()).isEqualTo(new Shell.Result(0, jdk + "\n"));
    }

    @Test
    void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
        Files.delete(Shell.jdk(home.resolve("usr/lib/jvm/jre"), "25").resolve("bin/javac"));
        assertThat(javaHome().exit()).isEqualTo(1);
    }

    @Test
    void withoutAJdkOneLineSaysWhatToInstall() throws Exception {
        Shell.jdk(home.resolve("usr/lib/jvm/old"), "24.0.2");
        Shell.script(home.resolve("bin/java"), "echo 'openjdk version \"17.0.15\" 2025-04-15' >&2\n");
        assertThat(javaHome()).isEqualTo(new Shell.Result(1, "Weir needs a JDK 25 or newer, and none was found "
                + "(the java on the PATH is 17.0.15): install one of any vendor, or set JAVA_HOME to it.\n"));
    }

    /** Making the wrapper anew overwrites these lines. */
    @Test
    void mvnwSourcesBothScriptsBeforeItSwitchesGlobbingOff() throws Exception {
        String mvnw = Files.readString(Checkout.ROOT.resolve("mvnw"));
        assertThat(mvnw.indexOf("\n. \"$(dirname \"$0\")/find-jdk.sh\""))
                .isPositive()
                .isLessThan(mvnw.indexOf("\n. \"$(dirname \"$0\")/.mvn/first-build.sh\""));
        assertThat(mvnw.indexOf("/.mvn/first-build.sh")).isLessThan(mvnw.indexOf("\nset -euf"));
    }

    @Test
    void mavenComesFromThePublicRepository() throws Exception {
        assertThat(Files.readAllLines(Checkout.ROOT.resolve(".mvn/wrapper/maven-wrapper.properties")))
                .contains("distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/3.9.16/"
                        + "apache-maven-3.9.16-bin.zip");
    }

    @Test
    void aFirstBuildWithoutANetworkSaysSoInOneLine() throws Exception {
        Path checkout = home.resolve("checkout");
        for (String file : List.of(
                "mvnw", "find-jdk.sh", ".mvn/first-build.sh", ".mvn/wrapper/maven-wrapper.properties")) {
            Path copy = Shell.file(checkout.resolve(file), "");
            Files.copy(Checkout.ROOT.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        var result = new Shell(home)
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("MVNW_REPOURL", "http://127.0.0.1:9") // nothing listens on "discard"
                .run("/bin/sh", checkout.resolve("mvnw"), "verify");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).startsWith("The first build needs the network").hasLineCount(1);
        assertThat(checkout.resolve("target/first-build-done")).doesNotExist();
    }
}
