package dev.weir.lab.drill.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not claimed or not known makes a script not applicable: no silent pass, no failure of the parser. */
class ObstacleTest {
    private static String obstacles(String text) {
        return Script.parse("script", text).obstacles().stream().map(Obstacle::toString)
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            < S 0:0(0) win 1 <nop,nop,FO MY_COOKIE>                => the cookie MY_COOKIE
            < S 0:0(0) win 1 <md5 valid>                           => TCP MD5 signatures (RFC 2385)
            < S 0:0(0) win 1 <md5 00112233445566778899aabbccddeeff>=> TCP MD5 signatures (RFC 2385)
            < S 0:0(0) win 1 <mpcapable v1 flags[flag_h] nokey>    => Multipath TCP (RFC 8684)
            < S 0:0(0) win 1 <exp-tarr 3>                          => TCP ACK rate request
            < S 0:0(0) win 1 <mss 3,new_thing 7>                   => TCP option new_thing
            < S 0:0(0) win 1 <mss MSS>                             => symbol MSS, which is defined nowhere
            < [glow 7] S 0:0(0) win 1                              => IP field glow
            < icmp tea_time [1:1(0)]                               => ICMP message tea_time
            < P. 1:21(20) ack 1 win 257 {rep tcp win_size 0x1021}  => damaged packets
            < . 1:1(0) ack 1 win 1 /udp(6081>6082)                 => TCP over UDP
            < sctp: INIT[flgs=0, tag=1]                            => SCTP (RFC 9260)
            < 10>20 sctp: COOKIE_ACK[flgs=0]                       => SCTP (RFC 9260)
            < icmp unreachable port_unreachable [sctp (7)]         => SCTP (RFC 9260)
            < udplite (100, 8)                                     => UDP-Lite (RFC 3828)
            < ipv4 2.2.2.2 > 1.1.1.1: gre: . 1:2(1) ack 1 win 1    => GRE encapsulation (RFC 2784)
            < gre: . 1:2(1) ack 1 win 1                            => GRE encapsulation (RFC 2784)
            < mpls (label 123, tc 1, [S], ttl 255): . 1:2(1) ack 1 => MPLS encapsulation (RFC 3032)
            > ipv6 1::1 > 2::2: . 1:1001(1000) ack 1               => IP in IP encapsulation (RFC 2003)
            > encap psp spi 23 P. 501:1001(500) ack 501            => PSP encryption
            socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3             => SCTP (RFC 9260)
            socket(..., SOCK_STREAM, IPPROTO_MPTCP) = 3            => Multipath TCP (RFC 8684)
            getsockopt(3, SOL_TCP, TCP_ZEROCOPY_RECEIVE, [1], 4) = 0 => zero-copy receiving and moving
            vmsplice(3, 5, [0], 10) = 10                           => zero-copy receiving and moving
            setsockopt(3, SOL_SOCKET, SO_TIMESTAMPING, [SOF_TIMESTAMPING_RX_SOFTWARE], 4) = 0 => timestamps of packets
            psp_rx_assoc(4, [7]) = 0                               => PSP encryption
            sctp_recvv(3, ..., 10) = 10                            => SCTP (RFC 9260)
            setsockopt(3, SOL_TCP, TCP_CONGESTION, "bbr", 3) = 0   => congestion control bbr
            setsockopt(3, IPPROTO_TCP, TCP_FUNCTION_BLK, {function_set_name="rack", pcbcnt=0}, 36) = 0 => TCP stack
            setsockopt(3, SOL_X, X, {(label 1, tc 0, ttl 3)}, 4) = 0 => MPLS encapsulation
            """)
    void aStepNamesTheFeatureThatIsNotClaimed(String step, String feature) {
        assertThat(obstacles("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 " + step
                + "\n+0 close(3) = 0\n")).startsWith("line 2: " + feature).doesNotContain("; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "< SEW 0:0(0) win 1", "< SEWA 0:0(0) win 1", "< [ce] . 1:1(0) ack 1 win 1", "> [noecn] . 1:1(0) ack 1", "> SEW 0:0(0)", "> P.5 1:101(100) ack 1 <ECN e1b 1 ceb 0 e0b 1,nop>",
        "> [noecn] SEWA 0:0(0) win 65535 <mss 1460>", "< . 1:1(0) ack 1 win 3 <AccECN0 ee0b 1 eceb 0 ee1b 1,nop>",
        ">[ect0] . 1:2(1) ack 1",
        "< icmp unreachable [5000:6000(1000)]", "< [0:0(0)]icmp unreachable no_route",
        "socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3", "setsockopt(3, SOL_TCP, TCP_CONGESTION, \"reno\", 4) = 0",
        "setsockopt(3, IPPROTO_TCP, TCP_FUNCTION_BLK, {function_set_name=\"freebsd\", pcbcnt=0}, 36) = 0"})
    void whatOnlyAPeerOffersOrIsClaimedIsNoObstacle(String step) {
        assertThat(obstacles("0 " + step)).isEmpty();
    }

    @Test
    void stepsOverSeveralLinesArePassedAsAWhole() {
        Script script = Script.parse("script", """
                --dry_run   // only read
                0 < ipv4 2.2.2.2 > 1.1.1.1: gre:
                     mpls (label 123, tc 1, [S], ttl 255): . 1:1001(1000) ack 1 win 123

                // a comment
                +0 close(3) = 0
                """);
        assertThat(script.obstacles()).containsExactly(new Obstacle(2, "GRE encapsulation (RFC 2784)"));
        assertThat(script.steps()).extracting(Step::line).containsExactly(2, 6);
        assertThat(script.steps().getFirst().action()).isInstanceOf(Outside.class);
    }

    @Test
    void bracketsKeepAStepTogether() {
        Script script = Script.parse("script", """
                0 > sctp: INIT[flgs=0, tag=1,
                  8, STATE_COOKIE[len=4, val=[0x01,
                  0x02]], ...]
                +0 sctp_recvv(3, [{iov_base=..., iov_len=1000}], 1, ..., 20, NULL, [0], [SCTP_RECVV_NOINFO], [MSG_EOR]) = 1000
                +0 close(3) = 0
                """);
        assertThat(script.steps()).extracting(Step::line).containsExactly(1, 4, 5);
        assertThat(script.obstacles()).extracting(Obstacle::line).containsExactly(1, 4, 4);
    }

    @Test
    void optionsThatNobodyKnowsAreObstacles() {
        assertThat(obstacles("--tea=1\n--code_format=ruby\n--tcp_md5_secret=x\n0 close(3) = 0")).isEqualTo(
                "line 1: option --tea; line 2: --code_format=ruby; line 3: TCP MD5 signatures (RFC 2385)");
        assertThat(obstacles("--so_filename=x.so\n--send_omit_free\n--non_fatal=packet\n0 close(3) = 0")).isEmpty();
    }

    @Test
    void eachFeatureNamesTheDocumentThatItLeavesOut() {
        assertThat(Unclaimed.values()).allSatisfy(each ->
                assertThat(each.feature()).containsPattern("\\((RFC \\d+|draft-|no RFC|the ).*\\)"));
    }
}
