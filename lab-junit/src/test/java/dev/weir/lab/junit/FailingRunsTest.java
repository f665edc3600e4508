package dev.weir.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.weir.lab.blocking.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** How tests fail on a simulated network: each case of {@link Cases} is run by a launcher of its own. */
class FailingRunsTest {
    private static final List<String> LOG = new ArrayList<>();

    @TempDir
    private Path folder;

    private record Outcome(String name, TestExecutionResult result) {
        Throwable thrown() {
            return result.getThrowable().orElseThrow();
        }

        String advice() {
            return thrown().getSuppressed()[0].toString();
        }
    }

    @AfterEach
    void forget() {
        System.clearProperty("weir.seed");
        System.clearProperty("weir.seeds");
        System.clearProperty("weir.pcap");
        LOG.clear();
    }

    // ---- seeds

    @Test
    void aFailingSeedIsNamedWithHowToRunItAlone() {
        List<Outcome> outcomes = run("someSeedsFail");
        assertThat(outcomes).hasSize(20);
        List<Outcome> failed = failed(outcomes);
        assertThat(failed).isNotEmpty().hasSizeLessThan(20).allSatisfy(outcome -> {
            assertThat(outcome.thrown()).isInstanceOf(AssertionError.class).hasMessage("an unlucky seed");
            String seed = outcome.name().substring("seed ".length());
            assertThat(outcome.advice()).isEqualTo("seed " + seed
                    + " fails; to run it alone: -Dtest=Cases#someSeedsFail -Dweir.seed=" + seed);
        });
        System.setProperty("weir.seed", failed.getFirst().name().substring("seed ".length()));
        assertThat(failed(run("someSeedsFail"))).extracting(Outcome::name).containsExactly(failed.getFirst().name());
    }

    @Test
    void aRangeOfSeedsCanBeAskedFor() {
        System.setProperty("weir.seeds", "100..102");
        assertThat(run("someSeedsFail")).extracting(Outcome::name).containsExactly("seed 100", "seed 101", "seed 102");
        System.setProperty("weir.seeds", "3");
        assertThat(run("someSeedsFail").getLast().thrown())
                .hasMessageContaining("weir.seeds is written like 1..500, not \"3\"");
    }

    @Test
    void theSameSeedFailsTheSameWay() {
        System.setProperty("weir.seed", "77");
        run("logsItsTimes");
        run("logsItsTimes");
        assertThat(LOG).hasSize(2);
        assertThat(LOG.get(0)).isEqualTo(LOG.get(1)).contains("77");
    }

    @Test
    void manySeedsNeedASeededTest() {
        assertThat(onlyFailure("plainTestOfManySeeds")).hasMessage("seeds = 3 needs @SeededTest instead of @Test");
    }

    // ---- threads

    @Test
    void aThreadThatIsLeftOverFailsTheTest() {
        assertThat(onlyFailure("leavesAServerBehind")).hasMessageContaining("application threads still wait")
                .hasMessageContaining("\"server\" in");
        assertThat(onlyFailure("leavesABusyThreadBehind"))
                .hasMessageContaining("application threads still run PT1M of virtual time after the test");
    }

    @Test
    void aDaemonMayBeLeftOver() {
        assertThat(failed(run("leavesADaemonBehind"))).isEmpty();
    }

    @Test
    void anExceptionInAnotherThreadFailsTheTest() {
        assertThat(onlyFailure("anotherThreadFails")).hasMessageStartingWith("application thread \"other\" failed")
                .hasRootCauseMessage("broken");
    }

    @Test
    void theTestsOwnFailureComesFirst() {
        assertThat(onlyFailure("failsAndLeavesAServerBehind")).isInstanceOf(IOException.class)
                .hasMessage("the test's own");
        assertThat(LOG).containsExactly("server ended");
    }

    @Test
    void sleepingOnTheWallClockFailsTheTest() {
        assertThat(onlyFailure("sleepsOutside")).hasMessageContaining("\"test\" has blocked outside the simulation")
                .hasMessageContaining("Cases.sleepsOutside");
    }

    @Test
    void anAssumptionThatDoesNotHoldIsNoFailure() {
        assertThat(run("assumesTooMuch")).extracting(outcome -> outcome.result().getStatus())
                .containsExactly(TestExecutionResult.Status.ABORTED);
    }

    @Test
    void aTimeoutEndsEvenATestThatComputesForEver() {
        assertThat(onlyFailure("computesForEver")).isNotNull();
    }

    // ---- parameters and values

    @Test
    void mistakesInTheDeclarationAreExplained() {
        assertThat(onlyFailure("ofWhichHost")).hasMessageContaining("SocketFactory of which host?");
        assertThat(onlyFailure("aHostHasNone")).hasMessageContaining("a host has no String");
        assertThat(onlyFailure("withoutUnit")).hasMessageContaining("delay is written like 40ms");
        assertThat(onlyFailure("unknownRate")).hasMessageContaining("rate is written like 10mbit");
    }

    // ---- packets

    @Test
    void thePacketsOfAFailedRunAreWritten() throws IOException {
        System.setProperty("weir.pcap", folder.resolve("new").toString());
        Outcome failed = failed(run("failsAfterAConnection")).getFirst();
        Path file = folder.resolve("new/Cases.failsAfterAConnection-seed1.pcapng");
        assertThat(failed.advice()).endsWith("; packets: " + file);
        assertThat(Files.size(file)).isGreaterThan(300);
        assertThat(Files.readAllBytes(file)).startsWith(0x0a, 0x0d, 0x0d, 0x0a);
    }

    @Test
    void thePacketsOfEveryRunAreWrittenWhenAskedFor() throws IOException {
        System.setProperty("weir.pcap", folder.toString());
        System.setProperty("weir.seeds", "1..3");
        run("logsItsTimes");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    // ---- how

    private static Throwable onlyFailure(String method) {
        List<Outcome> failed = failed(run(method));
        assertThat(failed).hasSize(1);
        return failed.getFirst().thrown();
    }

    private static List<Outcome> failed(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.result().getStatus() == TestExecutionResult.Status.FAILED).toList();
    }

    private static List<Outcome> run(String method) {
        var outcomes = new ArrayList<Outcome>();
        String type = Stream.of(Cases.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .map(candidate -> Stream.of(candidate.getParameterTypes()).map(Class::getName).toList())
                .map(types -> String.join(",", types)).findFirst().orElseThrow();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Cases.class.getName(), method, type)).build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                boolean counts = test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
                if (counts) outcomes.add(new Outcome(test.getDisplayName(), result));
            }
        });
        return outcomes;
    }

    /** Not for the build's own runner: most of them fail. */
    @SimulatedNetwork(delay = "10ms", patience = "1min")
    static class Cases {
        @SeededTest
        @SimulatedNetwork(seeds = 20)
        void someSeedsFail(RandomGenerator random) {
            if (random.nextInt(3) == 0) throw new AssertionError("an unlucky seed");
        }

        @SeededTest
        @SimulatedNetwork(delay = "10ms", loss = 0.3)
        void logsItsTimes(Simulation simulation, RandomGenerator random, @Client SocketFactory clients,
                @Server ServerSocketFactory servers) throws IOException {
            try (var listener = servers.createServerSocket(80); var socket = clients.createSocket("10.0.0.2", 80)) {
                socket.getOutputStream().write(new byte[30_000]);
                listener.accept().getInputStream().readNBytes(30_000);
            }
            LOG.add(System.getProperty("weir.seed") + " " + simulation.clock().elapsed() + random.nextLong());
        }

        @Test
        @SimulatedNetwork(seeds = 3)
        void plainTestOfManySeeds() {}

        @Test
        void leavesAServerBehind(Simulation simulation, @Server ServerSocketFactory servers) {
            simulation.start("server", () -> servers.createServerSocket(80).accept());
        }

        @Test
        void leavesABusyThreadBehind(Simulation simulation) {
            simulation.start("busy", () -> {
                while (true) simulation.clock().sleep(1000);
            });
        }

        @Test
        void leavesADaemonBehind(Simulation simulation, @Server ServerSocketFactory servers) {
            simulation.startDaemon("server", () -> servers.createServerSocket(80).accept());
        }

        @Test
        void anotherThreadFails(Simulation simulation, @Server ServerSocketFactory servers) throws IOException {
            simulation.start("other", () -> {
                throw new IOException("broken");
            });
            servers.createServerSocket(80).accept();
        }

        @Test
        void failsAndLeavesAServerBehind(Simulation simulation, @Server ServerSocketFactory servers) throws Exception {
            simulation.start("server", () -> {
                try {
                    servers.createServerSocket(80).accept();
                } finally {
                    LOG.add("server ended");
                }
            });
            simulation.clock().sleep(1);
            throw new IOException("the test's own");
        }

        @Test
        void sleepsOutside() throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(1));
        }

        @Test
        void assumesTooMuch() {
            Assumptions.abort("not here");
        }

        @Test
        @Timeout(1)
        void computesForEver() {
            long sum = 0;
            while (!Thread.currentThread().isInterrupted()) sum++;
            LOG.add("counted to " + sum);
        }

        @Test
        void ofWhichHost(SocketFactory factory) {}

        @Test
        void aHostHasNone(@Client String name) {}

        @Test
        @SimulatedNetwork(delay = "40")
        void withoutUnit(Simulation simulation) {}

        @Test
        @SimulatedNetwork(rate = "10MB/s")
        void unknownRate(Simulation simulation) {}

        @Test
        void failsAfterAConnection(@Client SocketFactory clients, @Server ServerSocketFactory servers)
                throws IOException {
            try (var listener = servers.createServerSocket(80); var socket = clients.createSocket("10.0.0.2", 80)) {
                throw new AssertionError(listener + " " + socket);
            }
        }
    }
}
