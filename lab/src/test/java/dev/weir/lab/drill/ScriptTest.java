package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Code;
import dev.weir.lab.drill.script.Memory;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.ScriptError;
import dev.weir.lab.drill.script.Step;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.When;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.List;
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
        "< icmp unreachable frag_needed mtu 1200 [1:1461(1460)]", "< icmp time_exceeded [1:1(0)]"})
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
            0 < S 0:0(0) win 1 <fast 7>           | unknown TCP option 'fast'
            0 > [new] S 0:0(0)                    | only for packets that are injected
            0 < [hue 7] S 0:0(0) win 1            | unknown IP field 'hue'
            0 < icmp tea_time [1:1(0)]            | unknown ICMP message 'tea_time'
            0 > icmp time_exceeded [1:1(0)]       | can be injected, but not expected
            0 `sysctl -q x`                       | --config=key=value
            0 %{ print(1) }%                      | only 'assert CONDITION'
            0 %{ assert 1 + }%                    | a value expected
            0 sleep 3                             | '(' expected
            0~1 close(3) = 0                      | only a packet that is expected can have a range
            0...1 > . 1:1(0) ack 1                | only a system call can have an end
            1~0.5 > . 1:1(0) ack 1                | ends before it begins
            --tea=1                               | unknown option --tea
            --ip_version=5                        | must be ipv4 or ipv6
            // @rule 7                            | unknown comment @rule
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

    @Test
    void assertionsAreEvaluatedAndNameTheirValues() {
        Code code = Code.parse(7, """

                assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd
                assert state == ESTABLISHED and not tcpi_unacked > 3; assert (1 + 2) * 3 == 9 or missing
                """);
        assertThat(code.firstFailure(name -> switch (name) {
            case "tcpi_snd_cwnd" -> 10L;
            case "state" -> "ESTABLISHED";
            case "tcpi_unacked" -> 3L;
            default -> null;
        }, new Memory())).isNull();
        assertThat(code.firstFailure(name -> switch (name) {
            case "tcpi_snd_cwnd" -> 10L;
            case "state" -> "CLOSE_WAIT";
            default -> null;
        }, new Memory())).contains("assert state == ESTABLISHED").contains("state = CLOSE_WAIT");
        assertThatThrownBy(() -> Code.parse(7, "assert tcpi_nothing == 1").firstFailure(_ -> null, new Memory()))
                .isInstanceOf(ScriptError.class).hasMessageContaining("unknown name tcpi_nothing");
    }

    @Test
    void aPacketSurvivesItsBytes() {
        for (int version : new int[] {4, 6}) {
            var flows = new Flows((int) Variant.NEAR_WRAP);
            var address = IpAddress.parse(version == 4 ? "192.0.2.1" : "2001:db8::1");
            var injector = new Injector(flows, address, address);
            Script script = Script.parse("packet",
                    "0 < [tos 0x48] P.U 5:12(7) ack 0 win 77 urg 3 <sack 1:2,nop,TS val 7 ecr 0,nop,eol,eol>");
            var line = (TcpLine) script.steps().getFirst().action();
            TcpPacket packet = TcpPacket.decode(injector.packet(line));
            assertThat(packet.sequence()).isEqualTo(3);
            assertThat(packet.flags()).isEqualTo(TcpFlags.PSH | TcpFlags.ACK | TcpFlags.URG);
            assertThat(packet.options()).isEqualTo(List.of(new OptionLine.Sack(List.of(new OptionLine.Block(1, 2))),
                    new OptionLine.Nop(), new OptionLine.Timestamps(7, 0), new OptionLine.Nop(), new OptionLine.End()));
            assertThat(packet.trafficClass()).isEqualTo(0x48);
            assertThat(packet.payload()).hasSize(7).startsWith(Numbering.FROM_PEER.at(5));
        }
    }
}
