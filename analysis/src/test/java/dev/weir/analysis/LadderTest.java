package dev.weir.analysis;

import static dev.weir.analysis.Script.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.SendCause;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LadderTest {
    private final Script script = new Script();

    private String ladder(int columns, boolean full) {
        return Ladder.of(script.timeline(), columns, full).stream().map(Ladder.Line::text)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void showsWhatHappenedInEightyColumns() {
        script.handshake().dataWithLoss();
        assertThat(ladder(80, false)).isEqualTo("""
                    time client                        server  what happened
                         10.0.0.1:49152           10.0.0.2:80
                         [CLOSED]                    [LISTEN]  before
                0.000000 [SYN-SENT]                         |  SYN sent
                0.000000 |-- S seq 0 win 64240 ------------>|  connection request
                0.020000 |                     [SYN-RECEIVED]  SYN received
                0.020000 |<----- S. seq 0 ack 1 win 65160 --|  connection accepted
                0.040000 [ESTABLISHED]                      |  SYN-ACK received
                0.040000 |-- . ack 1 win 64256 ------------>|  handshake complete
                0.040000 |-- P. 1:101(100) ---------------->|  first data
                0.060000 |                      [ESTABLISHED]  ACK of SYN received
                0.060000 |<------- . 1:1449(1448) ack 101 --|  first data
                0.060000 |<------------ . 1449:2897(1448) --|
                0.060000 |          x-- . 2897:4345(1448) --|  lost: loss 1%
                0.060000 |<.......... 7 segments, 10.1 kB ..|  3 ACKs
                0.080000 |-- . ack 2897 win 64256 --------->|  duplicate ACK 3: hole at 2897
                0.080000 |.. 4 ACKs .......................>|
                0.100000 |   cwnd 10.1 kB, ssthresh 5.79 kB |  3 duplicate ACKs
                0.100000 |<------------ . 2897:4345(1448) --|  fast retransmit, lost at 0.060 s
                0.120000 |-- . ack 14481 win 64256 -------->|  ACK: hole filled
                """);
    }

    @Test
    void noLineIsWiderThanAskedFor() {
        script.handshake().dataWithLoss();
        for (int columns : new int[] {80, 81, 99, 100, 132, 200}) {
            assertThat(ladder(columns, true).lines()).allMatch(line -> line.length() <= columns);
        }
    }

    @Test
    void fullShowsEverySegment() {
        script.handshake().dataWithLoss();
        assertThat(ladder(80, true).lines().filter(line -> line.matches(".*(->\\||\\|<-|--x|x--).*")))
                .hasSize(script.timeline().passages().size());
    }

    @Test
    void wideTerminalsSeeAcknowledgmentAndWindowOfEverySegment() {
        script.handshake();
        assertThat(ladder(120, false)).contains("-- P. 1:101(100) ack 1 win 64256 ---");
        assertThat(ladder(80, false)).contains("-- P. 1:101(100) ---");
    }

    @Test
    void zeroWindowAndItsOpeningAreTold() {
        script.at(0).sends("client", SendCause.ACK_EVERY_SECOND, segment(".", 1, 0, 1, 0))
                .at(200).sends("server", SendCause.ZERO_WINDOW_PROBE, segment(".", 1, 1, 1, 65160))
                .at(300).sends("client", SendCause.WINDOW_UPDATE, segment(".", 1, 0, 1, 32768));
        assertThat(ladder(80, false)).contains("zero window", "zero-window probe", "window update; window open again");
    }

    @Test
    void largeNumbersStayBetweenTheRails() {
        long far = 4_000_000_000L;
        script.at(0).sends("server", SendCause.DATA, segment("FP.", far, 1448, far, far));
        script.at(1).sends("client", SendCause.ACK_DELAYED, segment("PU.", far, 1448, far, far))
                .link("client", "dropped", "loss 1%");
        assertThat(ladder(80, true).lines()).allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.contains("|< FP. 4000000000:4000001448(1448 -|"));
    }

    @Test
    void notesThatAreTooLongGoOnBelow() {
        assertThat(Paragraph.wrap("retransmission (timeout), lost at 0.031 s", 31))
                .containsExactly("retransmission (timeout), lost", "at 0.031 s");
        assertThat(Paragraph.wrap("x".repeat(5), 3)).containsExactly("xxx", "xx");
        assertThat(Paragraph.wrap("", 3)).containsExactly("");
    }
}
