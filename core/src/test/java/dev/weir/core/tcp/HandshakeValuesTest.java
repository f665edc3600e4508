package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Initial numbers, cookies, and the numbers of a segment. */
class HandshakeValuesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Flow FLOW = new Flow(IpAddress.parse("10.0.0.1"), 80, IpAddress.parse("10.0.0.2"), 5000);
    private static final Flow OTHER = new Flow(IpAddress.parse("10.0.0.1"), 80, IpAddress.parse("10.0.0.2"), 5001);

    private final SipHash secret = SipHash.derived(1, 0);

    // ---- initial sequence numbers

    @Test
    @Rfc({"9293#3.4.1", "MUST-8"})
    void initialNumberTicksEveryFourMicroseconds() {
        var initial = new InitialSequence(secret);
        long now = 123_456_789_000L;
        int first = initial.of(FLOW, now);
        for (long later : new long[] {4_000, 8_000, 1_000_000, 3_600 * SECOND, 5 * 3_600 * SECOND}) {
            assertThat(initial.of(FLOW, now + later)).isEqualTo(first + (int) (later / 4_000));
        }
    }

    @Test
    @Rfc({"9293#3.4.1", "SHLD-1", "6528#3"})
    void initialNumbersOfTwoFlowsDifferByTheFunctionOfTheSecret() {
        var initial = new InitialSequence(secret);
        int expected = (int) secret.hash(FLOW, 0) - (int) secret.hash(OTHER, 0);
        for (long now : new long[] {0, SECOND, 1L << 60}) {
            assertThat(initial.of(FLOW, now) - initial.of(OTHER, now)).isEqualTo(expected);
        }
    }

    @Test
    @Rfc({"9293#3.4.1", "MUST-9"})
    void everySecretHasNumbersOfItsOwn() {
        var numbers = new HashSet<Integer>();
        for (int bit = 0; bit < 64; bit++) {
            assertThat(numbers.add(new InitialSequence(new SipHash(1L << bit, 0)).of(FLOW, 0))).isTrue();
            assertThat(numbers.add(new InitialSequence(new SipHash(0, 1L << bit)).of(FLOW, 0))).isTrue();
        }
        var initial = new InitialSequence(secret);
        assertThat(initial.timestampOffset(FLOW)).isNotEqualTo(initial.timestampOffset(OTHER));
        assertThat(initial.timestampOffset(FLOW)).isNotEqualTo(initial.of(FLOW, 0));
    }

    // ---- cookies

    @Test
    @Rfc({"4987#3.6"})
    void cookieRemembersTheLargestSizeThatTheSynAllows() {
        var cookies = new SynCookies(secret);
        var random = new SplittableRandom(1);
        int[] sizes = {48, 216, 536, 1200, 1360, 1440, 1460, 8960};
        for (int round = 0; round < 5_000; round++) {
            int mss = 48 + random.nextInt(9500);
            int irs = random.nextInt();
            long now = random.nextLong(1L << 55);
            int cookie = cookies.make(FLOW, irs, mss, now);
            int expected = 48;
            for (int size : sizes) {
                if (size <= mss) expected = size;
            }
            assertThat(cookies.mssOf(FLOW, irs, cookie, now + random.nextLong(64 * SECOND))).isEqualTo(expected);
        }
    }

    @Test
    @Rfc("4987#3.6")
    void cookieIsOfOneFlowOneSynAndTwoMinutes() {
        var cookies = new SynCookies(secret);
        assertThat(cookies.areExpected(0)).isFalse();
        long now = 64 * 1000 * SECOND;
        int cookie = cookies.make(FLOW, 5, 1460, now);
        assertThat(cookies.mssOf(FLOW, 5, cookie, now)).isEqualTo(1460);
        assertThat(cookies.mssOf(OTHER, 5, cookie, now)).isEqualTo(-1);
        assertThat(cookies.mssOf(FLOW, 6, cookie, now)).isEqualTo(-1);
        assertThat(cookies.mssOf(FLOW, 5, cookie + (1 << 24), now)).isEqualTo(-1);
        assertThat(new SynCookies(SipHash.derived(2, 0)).mssOf(FLOW, 5, cookie, now)).isEqualTo(-1);
        assertThat(cookies.mssOf(FLOW, 5, cookie, now + 127 * SECOND)).isEqualTo(1460);
        assertThat(cookies.areExpected(now + 127 * SECOND)).isTrue();
        assertThat(cookies.mssOf(FLOW, 5, cookie, now + 129 * SECOND)).isEqualTo(-1);
        cookies.make(OTHER, 1, 1460, now + 128 * SECOND); // the stack goes on making them
        assertThat(cookies.mssOf(FLOW, 5, cookie, now + 129 * SECOND)).isEqualTo(-1);
    }

    @Test
    @Rfc("4987#3.6")
    void guessedCookiesFail() {
        var cookies = new SynCookies(secret);
        cookies.make(FLOW, 1, 1460, 0);
        var random = new SplittableRandom(2);
        int hits = 0;
        for (int round = 0; round < 200_000; round++) {
            if (cookies.mssOf(FLOW, 1, random.nextInt(), SECOND) >= 0) hits++;
        }
        assertThat(hits).isLessThan(3); // one in 2^28
    }

    // ---- a segment

    @Test
    @Rfc("9293#3.4")
    void synAndFinTakeAPositionEach() {
        assertThat(segment("S", 10).end()).isEqualTo(111);
        assertThat(segment("S", 10).textStart()).isEqualTo(101);
        assertThat(segment("SF.", 10).end()).isEqualTo(112);
        assertThat(segment("SF.", 10).textEnd()).isEqualTo(111);
        assertThat(segment("F.", 0).end()).isEqualTo(101);
        assertThat(segment(".", 0).end()).isEqualTo(100);
        assertThat(segment("R.U", 3).end()).isEqualTo(103);
    }

    private static Segment segment(String flags, int length) {
        return new Segment(0, 100, 0, TcpFlags.parse(flags), 0, 0, 0, length, TcpOptions.NONE, MemorySegment.NULL, 0);
    }

    // ---- the two sequence spaces

    @Test
    @Rfc({"9293#3.10.7.4", "9293#3.3.1"})
    void oldSegmentDoesNotChangeTheWindow() {
        var snd = new SendSequence(0, 1);
        assertThat(snd.updateWindow(1, 1, 1000)).isTrue();
        assertThat(snd.updateWindow(1, 1, 1000)).isFalse();
        assertThat(snd.updateWindow(5, 1, 2000)).isTrue();
        assertThat(snd.updateWindow(4, 1, 3000)).isFalse(); // SEG.SEQ < SND.WL1
        assertThat(snd.updateWindow(5, 0, 3000)).isFalse(); // SEG.ACK < SND.WL2
        assertThat(snd.wnd()).isEqualTo(2000);
        assertThat(snd.updateWindow(5, 2, 500)).isTrue();
        assertThat(snd.rightEdge()).isEqualTo(501);
        assertThat(snd.maximumWnd()).isEqualTo(2000);
    }

    @Test
    @Rfc({"9293#3.10.7.4", "9293#3.8.6"})
    void retransmissionThatAcknowledgesMoreBringsItsWindow() {
        var snd = new SendSequence(0, 1);
        snd.advance(3000);
        snd.updateWindow(5000, 1, 2500); // out of order, before what is lost
        snd.acknowledge(1500);
        assertThat(snd.updateWindow(1, 1500, 1000)).isTrue(); // what was lost, sent again with a newer acknowledgment
        assertThat(snd.rightEdge()).isEqualTo(2500);
    }

    @Test
    void finStandsBehindTheTextAndCountsOnce() {
        var snd = new SendSequence(-1, 1);
        snd.queueFin(11);
        snd.advance(11);
        assertThat(snd.finSent()).isFalse();
        snd.advance(12);
        assertThat(snd.finSent()).isTrue();
        snd.acknowledge(11);
        assertThat(snd.finAcknowledged()).isFalse();
        snd.acknowledge(12);
        assertThat(snd.finAcknowledged()).isTrue();
        assertThat(snd.wire(12)).isEqualTo(11);
    }

    @Test
    @Rfc("EDGE-CLOSE-2")
    void firstFinOfThePeerCounts() {
        var rcv = new ReceiveSequence(0, 1);
        rcv.finSeen(50);
        rcv.finSeen(40);
        assertThat(rcv.finPosition()).isEqualTo(50);
        rcv.advance(50);
        assertThat(rcv.finReceived()).isFalse();
        rcv.advance(51);
        assertThat(rcv.finReceived()).isTrue();
    }

    @Test
    @Rfc({"9293#3.8.5", "MUST-32"})
    void urgentMarkOnlyMovesForward() {
        var mark = new UrgentMark();
        assertThat(mark.advance(10)).isTrue();
        assertThat(mark.advance(10)).isFalse();
        assertThat(mark.advance(9)).isFalse();
        assertThat(mark.advance(11)).isTrue();
        assertThat(mark.mark()).isEqualTo(11);
    }
}
