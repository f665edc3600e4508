package dev.weir.lab.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language as it is read. */
class ScriptTest {
    @Test
    void aScriptIsReadStepByStep() {
        Script script = Script.parse("example", """
                --ip_version=ipv4
                --config=tcp.rto.initial=200ms
                // @rfc 9293#3.5 MUST-10, EDGE-HANDSHAKE-12
                0.000  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0     bind(3, ..., ...) = 0 // a comment
                +.1    < S 0:0(0) win 65535 <mss 1460,nop,wscale 7>  /* and
                another */
                +0     > S. 0:0(0) ack 1 <...>
                +0.2~+0.3 > P. 1:101(100) ack 1 win 229 urg 7 <nop,nop,TS val 100 ecr 200>
                * > R 5:5(0)
                # last
                +0...1.5 read(4, ..., 10) = -1 ECONNRESET (Connection reset by peer)
                """);
        assertThat(script.runsOver(4)).isTrue();
        assertThat(script.runsOver(6)).isFalse();
        assertThat(script.settings()).containsEntry("tcp.rto.initial", "200ms");
        assertThat(script.tags()).containsExactly("9293#3.5", "MUST-10", "EDGE-HANDSHAKE-12");
        assertThat(script.steps()).extracting(Step::line).containsExactly(4, 5, 6, 8, 9, 10, 12);
        assertThat(script.steps()).extracting(step -> step.action().toString()).startsWith(
                "Call[name=socket, arguments=[..., SOCK_STREAM, IPPROTO_TCP], result=3, error=]",
                "Call[name=bind, arguments=[3, ..., ...], result=0, error=]",
                "< S 0:0(0) win 65535 <mss 1460,nop,wscale 7>",
                "> S. 0:0(0) ack 1 <...>",
                "> P. 1:101(100) ack 1 win 229 urg 7 <nop,nop,TS val 100 ecr 200>",
                "> R 5:5(0)");
        assertThat(script.steps()).extracting(Step::when).containsExactly(
                new When(When.Kind.ABSOLUTE, 0, 0, When.AT_ONCE),
                new When(When.Kind.RELATIVE, 0, 0, When.AT_ONCE),
                new When(When.Kind.RELATIVE, 100_000_000, 100_000_000, When.AT_ONCE),
                new When(When.Kind.RELATIVE, 0, 0, When.AT_ONCE),
                new When(When.Kind.RELATIVE, 200_000_000, 300_000_000, When.AT_ONCE),
                new When(When.Kind.ANY, 0, 0, When.AT_ONCE),
                new When(When.Kind.RELATIVE, 0, 0, 1_500_000_000));
        assertThat(((Call) script.steps().getLast().action()).expected()).isEqualTo("-1 ECONNRESET");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "< . 1:1(0) ack 1 win 0", "< [ect0] P. 1:2(1) ack 1 win 10", "> [tos 0xb8, ttl 9] F. 1:1(0) ack 1",
        "< 50001>8080 S 0:0(0) win 1", "< S 0:0(0) win 1 <mss 536,sackOK,eol>",
        "< . 1:1(0) ack 1 win 1 <sack 5:7 9:11>", "< S 0:0(0) win 1 <raw 0x6303ff,nop>", "< [new] S 9:9(0) win 1",
        "< [badsum, from 224.0.0.1, to 10.0.0.9] S 0:0(0) win 1",
        "< - 0:0(0) win 1", "< SEW 0:0(0) win 1", "> . 1:1(0) ack 1 <nop,nop,TS val ... ecr 7>",
        "< icmp unreachable frag_needed mtu 1200 [1:1461(1460)]", "< icmp time_exceeded [1:1(0)]",
        "> [dscp 0xa, ecn ect01, flowlabel 0x123, ttl 3] . 1:1(0) ack 1", "> . ...(10) ack 1",
        "< R 5:5(0)! win 0", "< . 1:1(0) ack 1 win 1 <nop,nop,TS val 1 ecr 2!>", "< udp 53>1024 (10)",
        "> udp (10)", "< icmp unreachable [1:1(0)!]", "< icmp echo_request id 7",
        "< icmp type_3 code_9 [udp (7)]", "> icmp unreachable port_unreachable [raw (7)]",
        "> SEWe 0:0(0)", "< P.U 1:101(100) ack 1 win 1 urg 7 <nop,nop,TS val 10 ecr 20> /udp(9>10)"})
    void aPacketIsWrittenAsItWasRead(String packet) {
        assertThat(Script.parse("packet", "0 " + packet).steps().getFirst().action().toString()).isEqualTo(packet);
    }

    @Test
    void valuesOfCallsHaveAllForms() {
        Script script = Script.parse("calls", """
                0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
                0 connect(3, {sa_family = AF_INET, sin_port = htons(0x50), sin_addr = inet_addr("10.0.0.9")}, 16) = -1 EINPROGRESS (x)
                0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, -1) = 1
                """);
        assertThat(script.steps()).extracting(step -> ((Call) step.action()).arguments().toString()).containsExactly(
                "[3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8]",
                "[3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"10.0.0.9\")}, 16]",
                "[[{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, -1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0 < . 1:5(3) ack 1 win 0              | 1 and 3 bytes of payload end at 4, not 5
            0 < . 1:1(0) ack 1                    | win N
            0 < S 0:0(0) win 1 <...>              | not <...>
            0 < X 0:0(0) win 1                    | not a TCP flag: 'X'
            0 < .8 1:1(0) ack 1 win 1             | three bits
            0 < [ect01] . 1:1(0) ack 1 win 1      | only for packets that are expected
            0 > [dscp 64] . 1:1(0) ack 1          | dscp must be 0..63
            0 > [dscp zz] . 1:1(0) ack 1          | a code point
            0 > [new] S 0:0(0)                    | only for packets that are injected
            0 < S 0:0(0) win 1 <FO 123>           | a cookie of whole bytes
            0 < S 0:0(0) win 1 <raw 0x123>        | whole bytes
            0 < S 0:0(0) win 1 <mss>              | a number expected
            0 < [1:1(0)] tcp unreachable          | 'icmp' expected
            0 sleep 3                             | '(' expected
            0 close(3)                            | '=' expected
            0 write(3, "abc, 3) = 3               | a string that does not end
            0~1 close(3) = 0                      | only a packet that is expected can have a range
            0...1 > . 1:1(0) ack 1                | only a system call can have an end
            1~0.5 > . 1:1(0) ack 1                | ends before it begins
            --ip_version=5                        | expected is ipv4
            --mtu=70000                           | beyond 65535
            0 `sysctl                             | '`' is missing
            #else                                 | #else without #if
            #ifdef A                              | #endif is missing
            /* open                               | does not end
            """)
    void aMistakeIsNamed(String text, String message) {
        assertThatThrownBy(() -> Script.parse("mistake", text))
                .isInstanceOfSatisfying(ScriptError.class, error -> assertThat(error.line()).isEqualTo(1))
                .hasMessageContaining(message);
    }

    @Test
    void aMistakeIsFoundInItsLine() {
        assertThatThrownBy(() -> Script.parse("mistake", "0 close(3) = 0\n\n// fine\n+0 < S 0:0(0)\n"))
                .isInstanceOfSatisfying(ScriptError.class, error -> assertThat(error.line()).isEqualTo(4));
    }
}
