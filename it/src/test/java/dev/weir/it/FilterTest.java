package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The filter of {@code weir serve} on Weir's own TCP, as the kernel's clients meet it, before a connection exists. */
@RequiresTun
@RequiresTools("curl")
class FilterTest {
    private static final int REFUSED = 7; // exit codes of curl
    private static final int TIMED_OUT = 28;

    /** What a test does, and what the server says at its end. */
    private static List<String> served(List<String> options, Body body) throws Throwable {
        var told = new ArrayList<String>();
        Network.run(() -> {
            var words = new ArrayList<>(List.of("serve", "7000", "--via", "tun", "--echo", "-k"));
            words.addAll(options);
            try (var weir = Weir.start(words.toArray(String[]::new))) {
                told.add(weir.line("weir TCP on "));
                body.run();
                weir.signal("INT");
                assertThat(weir.exitCode()).isZero();
                told.addAll(weir.told());
            }
        });
        return told;
    }

    /** Runs where the server can be reached. */
    private interface Body {
        void run() throws Exception;
    }

    /** How an attempt to connect ends, as an exit code of curl. */
    private static int connecting() throws Exception {
        String url = Pair.WEIR + ":7000";
        return Command.result("curl", "--silent", "--connect-timeout", "0.5", "--noproxy", "*", url).status();
    }

    @Test
    void deniedClientsHearNothing() throws Throwable {
        var told = served(List.of("--deny", "10.77.0.1"), () -> assertThat(connecting()).isEqualTo(TIMED_OUT));
        assertThat(told).first().asString().endsWith("a filter drops SYNs");
        assertThat(told).last().asString().matches("denied [0-9]+: [0-9]+ by deny 10\\.77\\.0\\.1(/32)?");
    }

    @Test
    void rejectedClientsAreRefused() throws Throwable {
        var options = List.of("--allow", "192.0.2.0/24", "--reject");
        var told = served(options, () -> assertThat(connecting()).isEqualTo(REFUSED));
        assertThat(told).first().asString().endsWith("a filter resets SYNs");
        assertThat(told).last().asString().startsWith("denied 1: 1 by ");
    }

    @Test
    void oneClientTooManyIsRefusedUntilAnotherHasGone() throws Throwable {
        served(List.of("--max-per-address", "1", "--reject"), () -> {
            try (var first = new Socket(Pair.WEIR, 7000)) {
                assertThat(connecting()).isEqualTo(REFUSED);
                first.shutdownOutput();
                assertThat(first.getInputStream().read()).isEqualTo(-1);
            }
            try (var second = new Socket(Pair.WEIR, 7000)) {
                second.getOutputStream().write('x');
                assertThat(second.getInputStream().read()).isEqualTo('x');
            }
        });
    }
}
