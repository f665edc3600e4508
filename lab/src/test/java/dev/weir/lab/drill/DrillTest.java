package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.drill.script.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script that is wrong, or a stack that is, must be found out, and the report must say how. */
class DrillTest {
    private static final Variant PLAIN = Variant.plain(4);
    private static final String OPEN = """
            0.000  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0     bind(3, ..., ...) = 0
            +0     listen(3, 1) = 0
            +0     < S  0:0(0) win 65535 <mss 1000>
            +0     > S. 0:0(0) ack 1 <mss 1460>
            +0.010 < .  1:1(0) ack 1 win 65535
            +0     accept(3, ..., ...) = 4
            """;

    @Test
    void aRightScriptPasses() {
        assertThat(run("")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            +0 write(4, ..., 10) = 10                      | a packet at the end that the script does not have, at 0.010000
            +0 > . 1:1(0) ack 1                            | the packet did not come by 0.010000
            +0 < R 1:1(0) win 0;+1 > . 1:1(0) ack 1        | the packet did not come by 1.010000
            +0 < P. 1:2(1) ack 1 win 9;+1 close(3) = 0     | a packet before this that the script does not have
            +0 < P. 1:2(1) ack 1 win 9;+1 > . 1:1(0) ack 2 | time      1.010000              0.010000   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > . 1:1(0) ack 3 | ack       3                     2   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > F. 1:1(0) ack 2 | flags     F.                    .   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > . 1:1(0) ack 2 win 7 | win       7                     65534   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > . 1:1(0) ack 2 <nop,nop> | options   <nop,nop>             none   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > . 2:2(0) ack 2 | sequence  2:2(0)                1:1(0)   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > [ttl 5] . 1:1(0) ack 2 | ttl       5                     64   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > [tos 0x10] . 1:1(0) ack 2 | tos       0x10                  0x0   <--
            +0 < P. 1:2(1) ack 1 win 9;+0 > 1>2 . 1:1(0) ack 2 | ports     1>2                   current   <--
            +0 read(4, ..., 10) = 10                       | read waits; if it shall, say until when
            +0...1 read(4, ..., 10) = 10;+2 close(3) = 0   | read has not returned at 1.010000, its end
            +0...1 read(4, ..., 10) = 0;+0.5 < F. 1:1(0) ack 1 win 9;+0 > . 1:1(0) ack 2 | read returns at 0.510000 instead of 1.010000
            +0...1 read(4, ..., 10) = 10                   | the script ends before this call
            +0 fcntl(4, F_SETFL, O_NONBLOCK) = 0;+0 read(4, ..., 10) = 0 | read answers -1 EAGAIN instead of 0
            +0 close(9) = 0                                | close answers -1 EBADF instead of 0
            +0 getsockopt(4, SOL_TCP, TCP_NODELAY, [1], [4]) = 0 | TCP_NODELAY is 0 instead of [1]
            +0 setsockopt(4, SOL_TCP, TCP_MAGIC, [1], 4) = 0 | not applicable: TCP_MAGIC
            +0 dance(4) = 0                                | not applicable: dance()
            0 close(4) = 0                                 | to happen at 0.000000, but it is 0.010000 already
            +0 %{ assert state == CLOSED }%                | where state = ESTABLISHED
            +0 %{ assert tcpi_karma == 1 }%                | not applicable: tcp_info field tcpi_karma
            // @hold                                       | @hold without @release
            """)
    void whatIsNotAsTheScriptSaysIsReported(String steps, String report) {
        assertThat(run(steps.replace(';', '\n'))).contains(report);
    }

    @Test
    void aReportShowsTheLineBothPacketsTheStateTheDropAndTheHistory() {
        assertThat(run("+0.010 < R  2:2(0) win 0\n+0     > .  1:1(0) ack 2\n")).isEqualTo("""
                example.pkt:9 (IPv4)
                     6  +0.010 < .  1:1(0) ack 1 win 65535
                     7  +0     accept(3, ..., ...) = 4
                     8  +0.010 < R  2:2(0) win 0
                >    9  +0     > .  1:1(0) ack 2

                the packet differs
                            expected              seen
                  time      0.020000              0.020000
                  flags     .                     .
                  sequence  1:1(0)                1:1(0)
                  ack       2                     1   <--
                  win       any                   65535
                  options   none                  none

                connection  192.0.2.1:8080 -> 192.0.2.2:50000 ESTABLISHED, still open; It has nothing to send: the application has not written for 10.0 ms.
                last drop   RESET_NOT_EXACT (reset in the window, but not at RCV.NXT: challenged) at 0.020000
                before
                  0.000000    0.000  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                  0.000000    +0     bind(3, ..., ...) = 0
                  0.000000    +0     listen(3, 1) = 0
                  0.000000  < S 0:0(0) win 65535 <mss 1000>
                  0.000000    LISTEN -> SYN-RECEIVED: SYN received
                  0.000000    sends because: connection accepted
                  0.000000  > S. 0:0(0) ack 1 win 65535 <mss 1460>
                  0.010000  < . 1:1(0) ack 1 win 65535
                  0.010000    SYN-RECEIVED -> ESTABLISHED: ACK received
                  0.010000    +0     accept(3, ..., ...) = 4
                  0.020000  < R 2:2(0) win 0
                  0.020000    dropped: RESET_NOT_EXACT (reset in the window, but not at RCV.NXT: challenged)
                  0.020000    sends because: challenge ACK
                  0.020000  > . 1:1(0) ack 1 win 65535
                """);
    }

    @Test
    void toleranceForgivesTimesButNothingElse() {
        String early = "+0 < P. 1:2(1) ack 1 win 9\n+0.002 > . 1:1(0) ack 2\n";
        assertThat(run(early)).contains("<--");
        assertThat(Drill.run(Script.parse("x", "--tolerance_usecs=4000\n" + OPEN + early), PLAIN, Setup.EXACT).passed()).isTrue();
        assertThat(Drill.run(Script.parse("x", "--tolerance_usecs=1000\n" + OPEN + early), PLAIN, Setup.EXACT).passed()).isFalse();
    }

    @Test
    @Rfc({"9293#3.4", "EDGE-HANDSHAKE-3"})
    void theStackBeginsWithAnyInitialSequenceNumber() {
        Script script = Script.parse("x", OPEN + """
                +0     write(4, ..., 3000) = 3000
                +0     > .  1:1001(1000) ack 1
                +0     > .  1001:2001(1000) ack 1
                +0     > P. 2001:3001(1000) ack 1
                +0.010 < P. 1:3001(3000) ack 3001 win 65535
                +0     > .  3001:3001(0) ack 3001
                +0     read(4, ..., 5000) = 3000
                +0     close(4) = 0
                +0     > F. 3001:3001(0) ack 3001
                +0.010 < F. 3001:3001(0) ack 3002 win 65535
                +0     > .  3002:3002(0) ack 3002
                +0.010 < R  3002:3002(0) win 0
                +0     %{ assert state == CLOSED }%
                """);
        long wrap = 1L << 32;
        long half = wrap / 2;
        for (long isn : new long[] {0, 1, wrap - 1, wrap - 2, wrap - 1000, wrap - 3001, wrap - 65535, half, half - 2}) {
            for (int version : new int[] {4, 6}) {
                var variant = new Variant(version, isn, isn, false);
                var first = new Run(script, variant, Setup.EXACT, VirtualTime.EPOCH_NANOS);
                first.execute();
                var second = Drill.withStackIsn(script, variant, Setup.EXACT, first.stackIsn().getAsInt());
                assertThat(second.execute().failure()).isNull();
                assertThat(second.stackIsn()).hasValue((int) isn);
            }
        }
    }

    private static String run(String steps) {
        return Drill.run(Script.parse("example.pkt", OPEN + steps), PLAIN, Setup.EXACT).failure();
    }
}
