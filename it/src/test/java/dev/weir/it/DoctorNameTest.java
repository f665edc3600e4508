package dev.weir.it;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import dev.weir.it.NameServer.Manner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names: servers that know, do not know, fail, and do not answer. */
@RequiresTun
class DoctorNameTest {
    private static final String NAME = "server.example";

    @TempDir
    private Path folder;

    private static void with(Manner manner, ThrowingBody body) throws Throwable {
        Network.run(() -> {
            try (var names = new NameServer(53, manner, "127.0.0.1"); var server = Servant.on(7000, Servant.silent())) {
                body.run();
            }
        });
    }

    /** What is asked of the doctor. */
    @FunctionalInterface
    private interface ThrowingBody {
        void run() throws Throwable;
    }

    @Test
    void nameThatIsKnown() throws Throwable {
        with(Manner.GOOD, () -> Diagnosis.here(NAME, "7000", "--resolver", "127.0.0.53").isHealthy());
    }

    @ParameterizedTest
    @CsvSource({"NXDOMAIN, there is no name", "EMPTY, 'exists, but has no address'", "SERVFAIL, SERVFAIL", "REFUSED, REFUSED",
            "SILENT, no answer"})
    @Diagnosed(fault = "NAME_NOT_RESOLVED", by = View.LIVE, how =
            "a name server that says NXDOMAIN, SERVFAIL, REFUSED, no address, or nothing")
    void nameWithoutAddress(Manner manner, String says) throws Throwable {
        with(manner, () -> Diagnosis.here(NAME, "7000", "--resolver", "127.0.0.53").is(Fault.NAME_NOT_RESOLVED)
                .says(says));
    }

    @Test
    @Diagnosed(fault = "NAME_NOT_RESOLVED", by = View.LIVE, how = "no name server at the address that is asked")
    void noServerAtAll() throws Throwable {
        with(Manner.GOOD, () -> Diagnosis.here(NAME, "7000", "--resolver", "127.0.0.54").is(Fault.NAME_NOT_RESOLVED)
                .says("127.0.0.54"));
    }

    @Test
    @Diagnosed(fault = "DNS_SLOW", by = View.LIVE, how = "a name server that drops questions for AAAA")
    void serverThatDropsAaaa() throws Throwable {
        with(Manner.DROPS_AAAA, () -> Diagnosis.here(NAME, "7000", "--resolver", "127.0.0.53").is(Fault.DNS_SLOW)
                .says("AAAA"));
    }

    @Test
    @Diagnosed(fault = "DNS_SLOW", by = View.LIVE, how = "the first of two name servers is silent")
    void firstOfTwoServersIsSilent() throws Throwable {
        var file = Files.write(folder.resolve("resolv.conf"), List.of("nameserver 127.0.0.54",
                "nameserver 127.0.0.53"));
        with(Manner.GOOD, () -> {
            try (var silent = new NameServer(54, Manner.SILENT, "127.0.0.1")) {
                Diagnosis.here(NAME, "7000", "--resolv-conf", file.toString()).is(Fault.DNS_SLOW).says("127.0.0.54");
            }
        });
    }

    /** Programs ask the second server only when the first one does not answer. */
    @Test
    void secondServerThatIsSilentIsNoFault() throws Throwable {
        var file = Files.write(folder.resolve("resolv.conf"), List.of("nameserver 127.0.0.53",
                "nameserver 127.0.0.54"));
        with(Manner.GOOD, () -> {
            try (var silent = new NameServer(54, Manner.SILENT, "127.0.0.1")) {
                Diagnosis.here(NAME, "7000", "--resolv-conf", file.toString()).isHealthy();
            }
        });
    }

    @Test
    @Diagnosed(fault = "NAME_NOT_RESOLVED", by = View.LIVE, how = "NXDOMAIN with each suffix of the search list")
    void suffixesOfTheSearchListAreTried() throws Throwable {
        var file = Files.write(folder.resolve("resolv.conf"), List.of("nameserver 127.0.0.53", "search example.org"));
        with(Manner.NXDOMAIN, () -> Diagnosis.here("server", "7000", "--resolv-conf", file.toString())
                .is(Fault.NAME_NOT_RESOLVED).says("server.example.org"));
    }
}
