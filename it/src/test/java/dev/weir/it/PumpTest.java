package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code weir serve} and {@code weir connect} on Weir's own TCP, with netcats over the kernel's on the other side. */
@RequiresTun
@RequiresTools({"socat", "ncat"})
class PumpTest {
    private static final int LARGE_BYTES = 100_000_000;
    private static final String PORT = "7000";

    @TempDir
    static Path folder;

    private static Path question;
    private static Path answer;
    private static Path small;

    @BeforeAll
    static void fill() throws IOException {
        question = file("question", LARGE_BYTES);
        answer = file("answer", LARGE_BYTES + 1);
        small = file("small", 10_000);
    }

    private static Path file(String name, long bytes) throws IOException {
        var file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            Stream.write(out, bytes);
        }
        return file;
    }

    /** The programs on the kernel's side: both send standard input and a FIN behind it, and print what comes. */
    enum Peer {
        SOCAT {
            @Override
            String[] connecting(boolean ipv6) {
                return new String[] {"socat", "-t", "30", "-", ipv6 ? "TCP6:[" + Pair.WEIR_IPV6 + "]:" + PORT
                        : "TCP4:" + Pair.WEIR + ":" + PORT};
            }

            @Override
            String[] listening(boolean ipv6) {
                return new String[] {"socat", "-dd", "-t", "30", "-", (ipv6 ? "TCP6" : "TCP4") + "-LISTEN:" + PORT};
            }
        },
        NCAT {
            @Override
            String[] connecting(boolean ipv6) {
                return new String[] {"ncat", ipv6 ? Pair.WEIR_IPV6 : Pair.WEIR, PORT};
            }

            @Override
            String[] listening(boolean ipv6) {
                return new String[] {"ncat", "-v", ipv6 ? "-6" : "-4", "-l", PORT};
            }
        };

        abstract String[] connecting(boolean ipv6);

        /** Tells on stderr when it is listening. */
        abstract String[] listening(boolean ipv6);

        Child connect(boolean ipv6, Redirect in, Redirect out) throws IOException {
            return Child.start(in, out, connecting(ipv6));
        }

        Child listen(boolean ipv6, Redirect in, Redirect out) throws Exception {
            var listener = Child.start(in, out, listening(ipv6));
            listener.line("istening on ");
            return listener;
        }
    }

    /** A server of weir's that is ready. */
    private static Child serve(Redirect in, Redirect out, String... options) throws Exception {
        var words = new ArrayList<>(List.of("serve", PORT, "--via", "tun"));
        words.addAll(List.of(options));
        var weir = Weir.start(in, out, words.toArray(String[]::new));
        weir.line("weir TCP on ");
        return weir;
    }

    private static Redirect from(Path file) {
        return Redirect.from(file.toFile());
    }

    private static Redirect to(Path file) {
        return Redirect.to(file.toFile());
    }

    private static void assertEnds(Child child) throws InterruptedException {
        assertThat(child.exitCode()).as(child.told().toString()).isZero();
    }

    @ParameterizedTest(name = "{0}, IPv6: {1}")
    @CsvSource({"SOCAT, false", "NCAT, true"})
    void serverCarriesBothDirectionsAtATime(Peer peer, boolean ipv6) throws Throwable {
        var atWeir = folder.resolve("at-weir");
        var atPeer = folder.resolve("at-peer");
        Network.run(() -> {
            try (var weir = serve(from(answer), to(atWeir), ipv6 ? new String[] {"-6", "-N"} : new String[] {"-N"});
                    var client = peer.connect(ipv6, from(question), to(atPeer))) {
                assertEnds(client);
                assertEnds(weir);
                assertThat(weir.told()).last().asString().startsWith("1 client: 100 MB sent, 100 MB received in ");
            }
        });
        assertThat(Files.mismatch(atWeir, question)).isEqualTo(-1);
        assertThat(Files.mismatch(atPeer, answer)).isEqualTo(-1);
    }

    /** Without -N, since ncat, when it listens, takes the end of one direction for the end of both. */
    @ParameterizedTest(name = "{0}, IPv6: {1}")
    @CsvSource({"SOCAT, true", "NCAT, false"})
    void clientCarriesBothDirectionsAtATime(Peer peer, boolean ipv6) throws Throwable {
        var atWeir = folder.resolve("at-weir");
        var atPeer = folder.resolve("at-peer");
        Network.run(() -> {
            try (var server = peer.listen(ipv6, from(answer), to(atPeer));
                    var weir = Weir.start(from(question), to(atWeir), "connect", "--via", "tun",
                            ipv6 ? Pair.KERNEL_IPV6 : Pair.KERNEL, PORT)) {
                assertEnds(weir);
                assertEnds(server);
                assertThat(weir.told()).last().asString().startsWith("100 MB sent, 100 MB received in ");
            }
        });
        assertThat(Files.mismatch(atWeir, answer)).isEqualTo(-1);
        assertThat(Files.mismatch(atPeer, question)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void echoReturnsEveryByte(Peer peer) throws Throwable {
        var back = folder.resolve("at-peer");
        Network.run(() -> {
            try (var weir = serve(Redirect.PIPE, Redirect.PIPE, "--echo");
                    var client = peer.connect(false, from(question), to(back))) {
                assertEnds(client);
                assertEnds(weir);
            }
        });
        assertThat(Files.mismatch(back, question)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void discardTakesEveryByteAndAnswersNone(Peer peer) throws Throwable {
        Network.run(() -> {
            try (var weir = serve(Redirect.PIPE, Redirect.PIPE, "--discard");
                    var client = peer.connect(false, from(question), Redirect.PIPE)) {
                assertThat(client.output()).isEmpty();
                assertEnds(client);
                assertEnds(weir);
                assertThat(weir.told()).last().asString().startsWith("1 client: 0 B sent, 100 MB received in ");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void sourceSendsSoManyBytes(Peer peer) throws Throwable {
        var received = folder.resolve("at-peer");
        Network.run(() -> {
            try (var weir = serve(Redirect.PIPE, Redirect.PIPE, "--source", "100MB");
                    var client = peer.connect(false, from(Path.of("/dev/null")), to(received))) {
                assertEnds(client);
                assertEnds(weir);
            }
        });
        assertThat(received).hasSize(100_000_000);
        try (var lines = Files.lines(received)) {
            assertThat(lines.limit(1)).first().asString().startsWith(" !\"#$%&'()*+");
        }
    }

    /** Its peer answers when its input has ended. */
    @Test
    void halfClosedClientStillGetsTheAnswer() throws Throwable {
        Network.run(() -> {
            try (var server = Child.start("socat", "-dd", "-t", "30", "TCP4-LISTEN:" + PORT, "SYSTEM:sha256sum")) {
                server.line("istening on ");
                try (var weir = Weir.start(from(small), Redirect.PIPE,
                        "connect", "--via", "tun", "-N", Pair.KERNEL, PORT)) {
                    assertThat(weir.output()).isEqualTo(hashOfSmall());
                    assertEnds(weir);
                    assertEnds(server);
                }
            }
        });
    }

    @Test
    void halfClosedServerStillGetsTheAnswer() throws Throwable {
        Network.run(() -> {
            try (var weir = serve(from(small), Redirect.PIPE, "-N");
                    var client = Child.start("socat", "-t", "30", "TCP4:" + Pair.WEIR + ":" + PORT,
                            "SYSTEM:sha256sum")) {
                assertThat(weir.output()).isEqualTo(hashOfSmall());
                assertEnds(weir);
                assertEnds(client);
            }
        });
    }

    /** As sha256sum prints it of its input. */
    private static String hashOfSmall() throws Exception {
        return Command.run("sha256sum", small.toString()).replace(small.toString(), "-");
    }
}
