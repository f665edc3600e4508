package dev.weir.lab.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.State;
import dev.weir.lab.drill.Settings;
import dev.weir.lab.drill.script.Command.Count;
import dev.weir.lab.drill.script.Command.LinkMtu;
import dev.weir.lab.drill.script.Command.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines are not run: each has a meaning here, or makes the script not applicable. */
class CommandsTest {
    private static List<Command.Effect> effects(String text) {
        return Commands.meaning(text).effects();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sysctl -q net.ipv4.tcp_syn_retries=3                | tcp.handshake.synRetries   | 3
            sysctl -w net.ipv4.tcp_timestamps=0                 | tcp.options.timestamps     | false
            sysctl -w net.ipv4.tcp_rmem="4096 131072 6291456"   | tcp.buffers.receiveBytes   | 6291456
            sysctl -q net.ipv4.tcp_rmem="4096 540000 $((15*1024*1024))" | tcp.buffers.receiveBytes | 15728640
            sysctl -q net.ipv4.tcp_keepalive_time=$(( 2 * 60 + 5 - 1 )) | tcp.keepAlive.idle | 124s
            ./set_sysctls.py /proc/sys/net/ipv4/tcp_sack=0      | tcp.options.sack           | false
            echo 40 > /proc/sys/net/ipv4/tcp_keepalive_time     | tcp.keepAlive.idle         | 40s
            sysctl net.ipv4.tcp_rto_min_us=5000                 | tcp.rto.granularity        | 5000us
            sysctl -w net.inet.tcp.rexmit_initial=3000          | tcp.rto.initial            | 3000ms
            sysctl -w net.inet.tcp.insecure_rst=1               | tcp.security.challengeAcks | false
            sysctl -w kern.ipc.maxsockbuf=4294967295            | tcp.buffers.scaledBytes   | 1073741824
            sysctl net.inet.tcp.msl=5000 >/dev/null 2>&1        | tcp.closing.timeWait       | 10000ms
            ip ro change 192.0.2.0/24 via 192.168.0.2 dev tun0 initcwnd 20 | tcp.congestion.initialWindowSegments | 20
            ip route replace 192.0.2.0/24 dev tun0 rto_min 5ms  | tcp.rto.granularity        | 5ms
            """)
    void settingsOfBothSystemsChangeTheConfiguration(String text, String key, String value) {
        assertThat(effects(text)).containsExactly(new Setting(key, value));
        Settings.with(StackConfig.linux(), key, value);
    }

    @Test
    void defaultsAreAListOfSettings() {
        assertThat(effects("../../common/defaults.sh\n# a comment\nsysctl -q net.ipv4.tcp_min_tso_segs=4")).contains(
                new Setting("tcp.handshake.synRetries", "5"), new Setting("tcp.congestion.restartAfterIdle", "false"));
        StackConfig config = StackConfig.linux();
        for (Setting setting : SystemSettings.ofDefaults()) {
            config = Settings.with(config, setting.key(), setting.value());
        }
        assertThat(config.tcp().buffers().receiveBytes()).isEqualTo(15 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "sysctl net.inet.tcp.hostcache.purgenow=1", "sysctl net.ipv4.tcp_rmem",
        "sysctl -w net.inet.tcp.recvspace=65536; sysctl net.inet.tcp.cc.algorithm=newreno", "kldload -n cc_newreno",
        "tc qdisc replace dev tun0 root fq", "ethtool -K tun0 tso off", "nstat > /dev/null", "nstat -n",
        "/tmp/sysctl_restore_${PPID}.sh", "ip tcp_metrics flush all > /dev/null 2>&1", "rm -f /tmp/x && true",
        "tcpdrop -s TIME_WAIT", "tc qdisc add dev tun0 root pfifo", "sync", "sysctl -w kern.ipc.maxsockbuf=2097152"})
    void whatNoPacketTellsMeansNothing(String text) {
        assertThat(effects(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.tcp_ecn=0, none, none", "net.ipv4.tcp_ecn=1, classic, classic", "net.ipv4.tcp_ecn=2, none, classic",
        "net.inet.tcp.ecn.enable=1, classic, classic", "net.inet.tcp.ecn.enable=2, none, classic"})
    void oneNumberSaysWhatIsAskedForAndWhatIsGranted(String assignment, String ask, String accept) {
        assertThat(effects("sysctl -w " + assignment))
                .containsExactly(new Setting("tcp.ecn.ask", ask), new Setting("tcp.ecn.accept", accept));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            sysctl -w net.inet.tcp.ecn.enable=7               => sysctl net.inet.tcp.ecn.enable=7
            sysctl -q net.ipv4.tcp_congestion_control=cubic   => congestion control cubic
            sysctl -w net.ipv4.tcp_new_thing=1                => sysctl net.ipv4.tcp_new_thing
            sysctl -w net.inet.tcp.blackhole=2                => sysctl net.inet.tcp.blackhole=2
            sysctl -w net.ipv4.tcp_syn_retries=many           => sysctl net.ipv4.tcp_syn_retries=many
            nstat | grep TcpExtOutOfWindowIcmps > /dev/null   => command 'nstat | grep TcpExtOutOfWindowIcmps > /dev/null'
            tc qdisc add dev tun0 root netem delay 10ms       => command 'tc qdisc add
            tc qdisc add dev tun0 root pfifo limit 0          => command 'tc qdisc add
            iptables -A INPUT -j DROP                         => command 'iptables -A INPUT -j DROP'
            ip route change 192.0.2.0/24 dev tun0 quickack 1  => ip route: quickack
            ip addr add 10.0.0.1/8 dev tun0                   => command 'ip addr add
            ./helper.py | tee log                             => command './helper.py | tee log'
            sockstat -4 | awk '{print $3}'                    => command 'sockstat -4 | awk
            [ -f /etc/passwd ]                                => command '[ -f /etc/passwd ]'
            echo 'add 1 2' | setkey -c                        => command
            setkey -F                                         => TCP MD5 signatures
            ! true                                            => command '! true'
            """)
    void whatIsUnknownIsNamed(String text, String feature) {
        assertThatThrownBy(() -> Commands.meaning(text)).isInstanceOf(NotApplicable.class)
                .hasMessageStartingWith(feature);
        assertThat(Script.parse("s", "0 `" + text + "`\n+0 close(3) = 0").obstacles()).hasSize(1);
    }

    @Test
    void questionsForStatesBecomeCounts() {
        assertThat(effects("sockstat -4 -P tcp -s | grep packetdril | grep -c ESTABLISHED | grep 1"))
                .containsExactly(new Count(State.ESTABLISHED, 0, 1, false));
        assertThat(effects("netstat -an -p tcp | grep 8080 | grep TIME_WAIT"))
                .containsExactly(new Count(State.TIME_WAIT, 8080, 1, true));
        assertThat(effects("[ $(netstat -n -p tcp | grep -c FIN_WAIT_2) -eq 2 ]"))
                .containsExactly(new Count(State.FIN_WAIT_2, 0, 2, false));
        assertThat(effects("! ss -tan state last-ack | grep -q :8080"))
                .containsExactly(new Count(State.LAST_ACK, 8080, 0, false));
        assertThat(effects("test \"$(ss -tn | grep SYN-RECV | wc -l)\" = 0"))
                .containsExactly(new Count(State.SYN_RECEIVED, 0, 0, false));
        assertThat(new Count(State.LISTEN, 0, 1, true).isMetBy(2)).isTrue();
        assertThat(new Count(State.LISTEN, 0, 1, false).isMetBy(2)).isFalse();
    }

    @Test
    void connectionsCanOnlyBeDroppedWhenNoPacketComesAnyMore() {
        String drop = "0 `tcpdrop -s TIME_WAIT`\n+0 close(3) = 0\n";
        assertThat(Script.parse("s", drop).obstacles()).isEmpty();
        assertThat(Script.parse("s", drop + "+0 > R 1:1(0)").obstacles()).containsExactly(
                new Obstacle(1, "command `tcpdrop -s TIME_WAIT`"));
    }

    @Test
    void theMtuOfTheLinkCanBeSet() {
        assertThat(effects("ifconfig tun0 mtu 1400")).containsExactly(new LinkMtu(1400));
        assertThat(effects("ip link set dev tun0 mtu 1280")).containsExactly(new LinkMtu(1280));
    }

    /** Each row of the table has to fit the configuration that it names. */
    @Test
    void everyRowOfTheTableIsUnderstood() {
        assertThat(SystemSettings.names()).hasSizeGreaterThan(150).allSatisfy(name -> {
            for (String value : List.of("1", "2000", "200000")) {
                try {
                    for (Setting setting : SystemSettings.of(name + "=" + value)) {
                        if (setting.key().startsWith("sockets.")) continue; // not the stack's
                        try {
                            Settings.with(StackConfig.freebsd(), setting.key(), setting.value());
                        } catch (IllegalArgumentException e) { // out of range is fine, unknown is not
                            assertThat(e).hasMessageNotContaining("unknown setting");
                        }
                    }
                } catch (NotApplicable e) {
                    assertThat(e.feature()).isNotEmpty();
                }
            }
        });
    }
}
