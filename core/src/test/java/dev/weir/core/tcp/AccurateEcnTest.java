package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.wire.AccurateEcnOption;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counting what comes, and counting what the peer has counted; the scripts below ecn/ show the same in packets. */
class AccurateEcnTest {
    private static final int SMSS = 1000;

    private static Segment segment(int ace, int codepoint, int length, TcpOptions options) {
        return new Segment(0, 1, 1, TcpFlags.ACK | ace * TcpFlags.ECE, codepoint, 0, 0, length, options,
                MemorySegment.NULL, 0);
    }

    private static Segment ack(int ace) {
        return segment(ace, Ecn.NOT_ECT, 0, TcpOptions.NONE);
    }

    private static Segment ack(int ace, AccurateEcnOption option) {
        return segment(ace, Ecn.NOT_ECT, 0, TcpOptions.NONE.withAccurateEcn(option));
    }

    private static AccurateEcn server() {
        var server = AccurateEcn.afterSyn(true);
        assertThat(server.take(ack(2), true, SMSS)).isZero();
        return server;
    }

    @ParameterizedTest
    @CsvSource({"0, W", "1, EW", "2, e", "3, We"})
    @Rfc("9768#3.1.1")
    void codepointsOfSynsAreReflected(int codepoint, String flags) {
        assertThat(AccurateEcn.reflection(codepoint)).isEqualTo(TcpFlags.parse(flags));
        assertThat(AccurateEcn.isGranted(AccurateEcn.reflection(codepoint))).isTrue();
        var client = AccurateEcn.afterSynAck(segment(2, codepoint, 0, TcpOptions.NONE));
        assertThat(client.flags()).isEqualTo(TcpFlags.parse(flags));
        client.sent();
        assertThat(client.flags() / TcpFlags.ECE).as("a marked SYN-ACK counts").isEqualTo(codepoint == Ecn.CE ? 6 : 5);
    }

    @ParameterizedTest
    @CsvSource({"0, true, false", "1, true, true", "2, true, true", "3, false, true", "4, false, true", "5, true, true",
        "6, false, true", "7, true, true"})
    @Rfc("9768#3.2.2.1")
    void theThirdAckShowsWhoChangesFields(int ace, boolean unusedOrTrue, boolean notCleared) {
        var server = AccurateEcn.afterSyn(true);
        assertThat(server.take(ack(ace), true, SMSS)).as("it counts nothing").isZero();
        assertThat(server.isCapable()).isEqualTo(unusedOrTrue && notCleared);
    }

    @Test
    @Rfc({"9768#3.2.2.5", "9768#3.2.3"})
    void whateverIsMarkedIsCountedOnTheOtherSideAlsoIfAcksAreLost() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            var receiver = server();
            var sender = server();
            long marked = 0;
            long markedBytes = 0;
            for (int packet = 0; packet < 500; packet++) {
                int codepoint = 1 + random.nextInt(3);
                receiver.arrived(segment(5, codepoint, SMSS, TcpOptions.NONE));
                if (codepoint == Ecn.CE) {
                    marked++;
                    markedBytes += SMSS;
                }
                boolean lost = random.nextInt(4) != 0;
                if (lost && packet < 499) continue;
                sender.take(ack(receiver.flags() / TcpFlags.ECE, receiver.option(3)), true, SMSS);
            }
            assertThat(sender.packetsMarked()).isEqualTo(marked);
            assertThat(sender.bytesMarked()).isEqualTo(markedBytes);
            assertThat(sender.bytesMarked() + sender.bytesEct0() + sender.bytesEct1()).isEqualTo(500L * SMSS);
        }
    }

    @Test
    @Rfc("9768#3.2.3")
    void countersOfBytesWrapAt24Bits() {
        var sender = server();
        var first = new AccurateEcnOption(true, 3, 1, AccurateEcnOption.MASK - 99, 1);
        sender.take(ack(5, new AccurateEcnOption(true, 3, 1, 0, 1)), true, SMSS);
        sender.take(ack(5, first), true, SMSS);
        assertThat(sender.bytesMarked()).as("an older count").isZero();
        sender.take(ack(6, new AccurateEcnOption(true, 3, 1, 900, 1)), true, SMSS);
        assertThat(sender.bytesMarked()).isEqualTo(1000);
        assertThat(sender.packetsMarked()).isEqualTo(1);
    }

    @Test
    @Rfc("9768#3.2.2.5")
    void whatSaysNothingNewIsNotCounted() {
        var sender = server();
        assertThat(sender.take(ack(7), true, SMSS)).isEqualTo(2);
        assertThat(sender.take(ack(6), false, SMSS)).isZero();
        assertThat(sender.take(ack(0), true, SMSS)).as("one more, modulo 8").isEqualTo(1);
        assertThat(sender.isCapable()).isTrue();
    }

    @Test
    @Rfc("9768#3.2.3.2.4")
    void aClearedOptionIsNotBelievedAndNotAnswered() {
        var sender = server();
        assertThat(sender.sendsOption()).isFalse();
        sender.take(ack(5, new AccurateEcnOption(false, 3, 0, 0, 0)), true, SMSS);
        sender.take(ack(5, new AccurateEcnOption(false, 3, 1, 5000, 1)), true, SMSS);
        assertThat(sender.bytesMarked()).isZero();
        assertThat(sender.sendsOption()).isFalse();
        var other = server();
        other.take(ack(5, new AccurateEcnOption(false, 0, 0, 0, 0)), true, SMSS);
        assertThat(other.sendsOption()).as("an empty one is one").isTrue();
    }
}
