package dev.weir.lab.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.scenario.Listening;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.Truth;
import dev.weir.lab.scenario.toml.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {
    private static final String HOSTS = """
            title = "A test"
            [[host]]
            name = "client"
            [[host]]
            name = "server"
            """;
    private static final String LINK = """
            [[link]]
            between = ["client", "server"]
            """;
    private static final String FLOW = """
            [[flow]]
            name = "d"
            kind = "download"
            bytes = "100kB"
            """;

    @TempDir
    private Path folder;

    private static Scenario parse(String text) {
        return ScenarioFile.parse("test", "test.toml", text);
    }

    @ParameterizedTest
    @CsvSource({"off, false, false", "passive, false, false", "active, true, false", "accurate, true, true"})
    void bothSidesFeedCongestionBackAsTheirHostsSay(String ecn, boolean agreed, boolean accurate) {
        String hosts = HOSTS.replace("[[host]]", "[[host]]\necn = \"" + ecn + "\"");
        var connection = parse(hosts + LINK + FLOW).run(1).flows().getFirst().session().orElseThrow().connection();
        assertThat(connection.info(0).ecn()).isEqualTo(agreed);
        assertThat(connection.info(0).accurateEcn()).isEqualTo(accurate);
    }

    @Test
    void aFileIsNamedAfterItself() throws IOException {
        Path file = Files.writeString(folder.resolve("my-network.toml"), HOSTS + LINK + FLOW);
        var scenario = ScenarioFile.read(file);
        assertThat(scenario.name()).isEqualTo("my-network");
        assertThat(scenario.title()).isEqualTo("A test");
        assertThat(scenario.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(scenario.truth()).isEqualTo(Truth.NOTHING_WRONG);
        assertThat(scenario.hosts()).containsExactly("client", "server");
        assertThat(scenario.run(1).flows().getFirst().session().orElseThrow().connection().closeReason())
                .isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void aLinkMayDifferByDirection() {
        var run = parse(HOSTS + LINK + """
                delay = "10ms"
                [link.there]
                loss = "50%"
                [link.back]
                rate = "1mbit"
                """ + FLOW).run(1);
        var link = run.network().link("client", "server");
        assertThat(link.there().impairment().loss()).isEqualTo(0.5);
        assertThat(link.back().impairment().loss()).isZero();
        assertThat(link.back().impairment().rateBitsPerSecond()).isEqualTo(1_000_000);
        assertThat(link.there().impairment().rateBitsPerSecond()).isZero();
        assertThat(link.back().impairment().delay()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void theNetworkChangesWhileItRuns() {
        var run = parse(HOSTS + LINK + """
                [[change]]
                at = "2s"
                link = ["client", "server"]
                delay = "70ms"
                [[change]]
                at = "3s"
                partition = ["client"]
                """ + FLOW).run(1);
        var link = run.network().link("server", "client");
        assertThat(link.there().impairment().delay()).isEqualTo(Duration.ofMillis(70));
        assertThat(link.there().isDown()).isTrue();
        assertThat(link.back().isDown()).isTrue();
    }

    @Test
    void sameSeedSameRunToTheLastEvent() {
        var scenario = parse(HOSTS + LINK + "loss = \"3%\"\n" + FLOW);
        var first = new Fingerprint();
        var second = new Fingerprint();
        var third = new Fingerprint();
        scenario.run(5, Listening.NOBODY.withFingerprint(first));
        scenario.run(5, Listening.NOBODY.withFingerprint(second));
        scenario.run(6, Listening.NOBODY.withFingerprint(third));
        assertThat(first.hash()).isEqualTo(second.hash()).isNotEqualTo(third.hash());
        assertThat(first.events()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "between = [\"client\", \"sever\"]                   | no node is named sever; did you mean 'server'? (there are: client, server)",
        "between = [\"client\"]                              | [[link]] needs between = [\"one\", \"other\"]: two nodes",
        "between = [\"client\", \"client\"]                  | client cannot be linked to itself",
        "between = [\"client\", \"server\"]\\nmtu = 20        | mtu must be 68 to 65535, not 20",
        "between = [\"client\", \"server\"]\\ndelay = \"2h\"  | delay: '2h' has an unknown unit: one of ns, us, ms, s, min",
        "between = [\"client\", \"server\"]\\nlatency = \"2s\"| unknown key 'latency' in [[link]] (known here: between, mtu, cost, rate, delay",
        "between = [\"client\", \"server\"]\\nlost = \"a\"    | lost: ",
        "between = [\"client\", \"server\"]\\nqueue = \"red\" | queue = \"red\" is none of",
    })
    void aWrongLinkIsRefusedAtItsPlace(String link, String saying) {
        assertThatThrownBy(() -> parse(HOSTS + "[[link]]\n" + link.replace("\\n", "\n") + "\n" + FLOW))
                .isInstanceOf(UnreadableFile.class).hasMessageStartingWith("test.toml: line ")
                .hasMessageContaining(saying);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "kind = \"downlaod\"                              | kind = \"downlaod\" is none of download, upload, conversation",
        "kind = \"downlaod\"                              | did you mean 'download'?",
        "name = \"x\"                                     | [[flow]] needs kind = one of download, upload",
        "kind = \"upload\"\\nclient = \"clent\"           | no host is named clent; did you mean 'client'?",
        "kind = \"upload\"\\nbytes = \"1M\"               | write 1MB or 1MiB",
        "kind = \"upload\"\\nrequest = 7                  | unknown key 'request' in [[flow]]",
        "kind = \"upload\"\\naddress = \"10.0.0\"         | address: ",
        "kind = \"upload\"\\nname = \"a b\"               | a name has letters, digits, - and _",
    })
    void aWrongFlowIsRefusedAtItsPlace(String flow, String saying) {
        assertThatThrownBy(() -> parse(HOSTS + LINK + "[[flow]]\n" + flow.replace("\\n", "\n") + "\n"))
                .isInstanceOf(UnreadableFile.class).hasMessageContaining(saying);
    }

    private static final String PATH = """
            [[link]]
            between = ["client", "box"]
            [[link]]
            between = ["box", "server"]
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "kind = \"natt\"                                     | kind = \"natt\" is none of nat, firewall, lose",
        "idle = \"1min\"                                     | [[box]] needs kind = one of nat, firewall",
        "kind = \"nat\"                                      | a NAT needs outside = \"203.0.113.1\"",
        "kind = \"nat\"\\noutside = \"a\"                    | outside: ",
        "kind = \"firewall\"\\nrules = [\"drop\"]            | rules: 'drop' is no rule: write \"drop to-port 25\"",
        "kind = \"firewall\"\\nrules = [\"block all\"]       | rules: 'block' is none of allow, drop, reset",
        "kind = \"firewall\"\\nrules = [\"drop to-prt 1\"]   | rules: 'to-prt 1' names no packets; did you mean 'to-port'?",
        "kind = \"lose\"\\nmatch = \"tcp and to-port 99999\" | '99999' is no number from 0 to 65535",
        "kind = \"lose\"\\nmatch = \"to 10.0.0\"             | match: ",
        "kind = \"strip-option\"                             | [[box]] needs option = ",
        "kind = \"strip-option\"\\noption = \"window-scala\" | 'window-scala' is no TCP option; did you mean 'window-scale'?",
        "kind = \"hold-back\"\\ndelay = \"0s\"               | delay must be more than 0",
        "kind = \"clamp-mss\"\\nmss = 0                      | mss must be 1 to 65535, not 0",
        "kind = \"lose\"\\nbytes = 3                         | unknown key 'bytes' in [[box]] (known here: name, kind, match, numbers)",
    })
    void aWrongBoxIsRefusedAtItsPlace(String box, String saying) {
        assertThatThrownBy(() -> parse(HOSTS + "[[box]]\nname = \"box\"\n" + box.replace("\\n", "\n") + "\n" + PATH + FLOW))
                .isInstanceOf(UnreadableFile.class).hasMessageContaining(saying);
    }

    @Test
    void theLimitsOfAManagedQueueAreKeysOfItsLink() {
        String slow = "rate = \"5mbit\"\ndelay = \"10ms\"\nqueue = \"codel\"\nqueue_target = \"100s\"\n";
        long deep = parse(HOSTS + LINK + slow + FLOW).run(1).network().link("server", "client").back().statistics()
                .queue().highest();
        var shallow = parse(HOSTS + LINK + slow + "queue_packets = 4\n" + FLOW).run(1).network()
                .link("server", "client").back();
        assertThat(deep).isGreaterThan(10_000);
        assertThat(shallow.statistics().queue().highest()).isEqualTo(4 * 1500);
        assertThat(shallow.place().count(Cause.QUEUE_FULL)).isPositive();
    }

    @Test
    void aFirewallMayKeepTheFlowsThatItKnows() {
        String box = """
                [[box]]
                name = "box"
                kind = "firewall"
                flows = 1
                keep_old_when_full = true
                """;
        var run = parse(HOSTS + box + PATH + FLOW + FLOW.replace("\"d\"", "\"second\"")).run(1);
        var first = run.flows().getFirst().session().orElseThrow().connection();
        assertThat(first.closeReason()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.network().node("box").place().count(Cause.STATE_FULL)).isPositive();
    }

    @Test
    void aBoxMayShiftSequenceNumbersAndForgetSack() {
        String box = "[[box]]\nname = \"box\"\nkind = \"shift-sequence\"\nby = 77\nsack = false\n";
        var run = parse(HOSTS + box + PATH + FLOW).run(1);
        var connection = run.flows().getFirst().session().orElseThrow().connection();
        assertThat(connection.closeReason()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.network().node("box").place().count(Cause.RENUMBERED)).isGreaterThan(10);
    }

    @Test
    void aFloodComesFromEveryAddressOfItsPrefixInTurn() {
        var sources = new ArrayList<String>();
        parse(HOSTS + LINK + "loss = \"100%\"\n" + FLOW.replace("\"100kB\"", "\"100kB\"\nstart = \"5s\"") + """
                [[flood]]
                from = "client"
                sources = "192.0.2.0/29"
                count = 20
                per_second = 10
                """).run(1, Listening.NOBODY.withDecisions(decision -> {
                    if (decision.at() < VirtualTime.EPOCH_NANOS + 5_000_000_000L) {
                        sources.add(decision.flow().local().toString());
                    }
                }));
        assertThat(sources).hasSize(20).startsWith("192.0.2.1", "192.0.2.2").endsWith("192.0.2.1", "192.0.2.2");
        assertThat(new HashSet<>(sources)).hasSize(6);
    }

    @Test
    void packetsAreMatchedByWords() {
        var run = parse(HOSTS + """
                [[box]]
                name = "box"
                kind = "lose"
                match = "syn and to-port 81 or rst or tcp and not from 10.0.0.0/8"
                """ + PATH + FLOW + """
                [[flow]]
                name = "second"
                kind = "download"
                """).run(1);
        assertThat(run.flows().getFirst().session().orElseThrow().connection().closeReason()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.flows().getLast().session().orElseThrow().connection().isOpened()).isFalse();
        assertThat(run.network().node("box").place().dropped()).isPositive();
    }

    @Test
    void aRebootLosesConnectionsWithoutAWord() {
        var run = parse(HOSTS + LINK + """
                delay = "10ms"
                [[change]]
                at = "1s"
                reboot = "server"
                lasts = "3s"
                [[flow]]
                name = "talk"
                kind = "conversation"
                times = 2
                pause = "2s"
                """).run(1);
        var connection = run.flows().getFirst().session().orElseThrow().connection();
        assertThat(connection.closeReason()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(run.network().link("client", "server").there().isDown()).isFalse();
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatThrownBy(() -> parse(HOSTS)).hasMessageContaining("a scenario needs at least one [[flow]]");
        assertThatThrownBy(() -> parse("[[host]]\nname = \"a\"\n[[host]]\nname = \"a\"\n"))
                .hasMessageContaining("the file needs title").hasMessageContaining("two nodes are named a");
        assertThatThrownBy(() -> parse(HOSTS + LINK + FLOW + FLOW)).hasMessageContaining("two flows are named d");
        assertThatThrownBy(() -> parse(HOSTS + LINK + "[[change]]\nlink = [\"client\", \"server\"]\n" + FLOW))
                .hasMessageContaining("[[change]] needs at").hasMessageContaining("needs action");
        assertThatThrownBy(() -> parse(HOSTS + LINK + FLOW + "[truth]\nfault = \"slow\"\n"))
                .hasMessageContaining("fault is a name such as FIREWALL_DROP");
    }
}
