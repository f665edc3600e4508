package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Weir;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a demo with three retransmissions, and a refused connection. */
class FailOnTest {
    @TempDir
    private static Path folder;

    private static String demo;
    private static String refused;

    @BeforeAll
    static void captures() {
        demo = folder.resolve("demo.pcapng").toString();
        refused = folder.resolve("refused.pcapng").toString();
        Weir.run("demo", "--loss", "1%", "--seed", "1", "--pcap", demo);
        Weir.run("sim", "port-closed", "--pcap", refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retrans>0%", "retrans>=0%", "rtt>1ms", "time>0.1s,retrans>50%", "connections<2",
            "CONNECT>1us"})
    void whatIsBeyondALimitFails(String what) {
        var weir = Weir.run("analyze", demo, "--fail-on", what);
        assertThat(weir.err()).contains("weir: fails on ");
        assertThat(weir.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retrans>50%", "rtt>10s", "resets>0", "refused>0,unanswered>0", "connections>1",
            "port-closed"})
    void whatIsWithinItDoesNot(String what) {
        var weir = Weir.run("analyze", demo, "--fail-on", what);
        assertThat(weir.err()).isEmpty();
        assertThat(weir.exitCode()).isZero();
    }

    @Test
    void findingsFailByTheirIdOrAny() {
        assertThat(Weir.run("analyze", refused).exitCode()).isZero();
        for (String what : new String[] {"PORT_CLOSED", "port-closed", "any", "FIREWALL_DROP,port_closed",
                "refused>0"}) {
            assertThat(Weir.run("analyze", refused, "--fail-on", what).exitCode()).as(what).isEqualTo(1);
        }
        assertThat(Weir.run("analyze", refused, "--fail-on", "FIREWALL_DROP").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "bufferbloatt ; is no id of a finding",
        "retrans>1    ; is not a percentage",
        "rtt>100      ; has no unit",
        "resets>x     ; is no count",
        "loss>1%      ; is no measure: retrans, reordered"
    })
    void mistakesAreUsageErrors(String what, String saying) {
        var weir = Weir.run("analyze", demo, "--fail-on", what);
        assertThat(weir.err()).contains(saying);
        assertThat(weir.exitCode()).isEqualTo(2);
    }
}
