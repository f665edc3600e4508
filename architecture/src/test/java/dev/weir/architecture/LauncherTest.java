package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir} in a small checkout whose Maven only counts its builds and whose java prints its arguments. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path home;

    private Path checkout;
    private Path source;
    private Shell shell;

    @BeforeEach
    void smallCheckout() throws IOException {
        checkout = Files.createDirectories(home.resolve("a checkout"));
        for (String file : List.of("weir", "find-jdk.sh")) {
            Files.copy(Checkout.ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Shell.file(checkout.resolve("pom.xml"), "");
        Shell.file(checkout.resolve("cli/pom.xml"), "");
        source = Shell.file(checkout.resolve("cli/src/main/java/Main.java"), "");
        maven("mkdir -p cli/target/lib; : >cli/target/weir-cli-1.jar; : >cli/target/lib/b.jar\n");
        shell = new Shell(home).with("JAVA_HOME", Shell.jdk(home.resolve("jdk"), "25.0.3"));
    }

    private void maven(String work) throws IOException {
        Shell.script(checkout.resolve("mvnw"), """
                echo x >>builds
                echo '[INFO] Building Weir cli 0.1.0-SNAPSHOT                     [1/1]'
                """ + work);
    }

    private Shell.Result weir(Object... arguments) throws IOException, InterruptedException {
        return shell.run(Stream.concat(Stream.of(checkout.resolve("weir")), Stream.of(arguments)).toArray());
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    @Test
    void firstUseBuildsAndTheSecondOnlyStarts() throws Exception {
        assertThat(weir("demo").output())
                .startsWith("weir: building: first use\nweir: building [1/1] Weir cli\n")
                .endsWith("<dev.weir.cli.Main><demo>");
        assertThat(weir("demo").output()).startsWith("<").endsWith("<dev.weir.cli.Main><demo>");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        assertThat(weir("serve", "two words", "", "*").output()).endsWith("<dev.weir.cli.Main><serve><two words><><*>");
    }

    @Test
    void aLinkFromElsewhereFindsTheCheckout() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("a checkout/weir"));
        assertThat(shell.run(link, "-V").output()).endsWith("<dev.weir.cli.Main><-V>");
    }

    @Test
    void aChangedSourceBuildsAgain() throws Exception {
        weir("demo");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(weir("demo").output()).startsWith("weir: building again: sources changed\n");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aDeletedSourceBuildsAgain() throws Exception {
        weir("demo");
        Files.delete(source);
        Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(5)));
        weir("demo");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aMovedCheckoutBuildsNothingAndUsesItsOwnJars() throws Exception {
        weir("demo");
        Path moved = Files.move(checkout, home.resolve("moved"));
        assertThat(shell.run(moved.resolve("weir"), "demo").output())
                .startsWith("<").contains(moved + "/target/weir/app-").doesNotContain("a checkout");
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Process first = shell.start(checkout.resolve("weir"), "one");
        Process second = shell.start(checkout.resolve("weir"), "two");
        assertThat(Shell.finish(first).output()).endsWith("<one>");
        assertThat(Shell.finish(second).output()).endsWith("<two>");
        assertThat(builds()).isEqualTo(1);
        assertThat(checkout.resolve("target/weir/lock")).doesNotExist();
    }

    @Test
    void theLockOfADeadBuildIsTakenOver() throws Exception {
        Process dead = shell.start("/bin/sh", "-c", ":");
        Shell.finish(dead);
        Shell.file(checkout.resolve("target/weir/lock/" + dead.pid()), "");
        assertThat(weir("demo").output()).endsWith("<demo>");
        assertThat(checkout.resolve("target/weir/lock")).doesNotExist();
    }

    @Test
    void aFailedBuildShowsTheErrorsAndIsTriedAgain() throws Exception {
        maven("echo '[ERROR] Main.java:[1,1] what'; echo '[ERROR] -> [Help 1]'; exit 1\n");
        var result = weir("demo");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).contains("[ERROR] Main.java:[1,1] what\n").doesNotContain("Help 1")
                .endsWith("target/weir/build.log\n");
        assertThat(checkout.resolve("target/weir/current")).doesNotExist();
        assertThat(checkout.resolve("target/weir/lock")).doesNotExist();
        weir("demo");
        assertThat(builds()).isEqualTo(2);
    }
}
