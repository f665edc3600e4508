package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.wire.TcpFlags;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MemoryLinkTest {
    private int rungA;

    @Test
    void everyPacketComesOutOnceInOrderAndWhole() {
        for (long seed = 0; seed < 30; seed++) {
            var random = new SplittableRandom(seed);
            var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
            var expected = new ArrayDeque<byte[]>();
            int blocked = 0;
            for (int step = 0; step < 500; step++) {
                if (random.nextInt(5) < 3) {
                    var packet = Packets.numbered(step, 40 + random.nextInt(1461));
                    if (pair.a().send(packet, step)) {
                        expected.add(Packets.bytes(packet));
                    } else {
                        blocked++;
                    }
                } else {
                    assertThat(Packets.receive(pair.b(), step)).isEqualTo(expected.poll());
                }
            }
            while (!expected.isEmpty()) assertThat(Packets.receive(pair.b(), 0)).isEqualTo(expected.poll());
            assertThat(Packets.receive(pair.b(), 0)).isNull();
            assertThat(Packets.receive(pair.a(), 0)).as("nothing comes back").isNull();
            assertThat(blocked).isPositive();
        }
    }

    @Test
    void aSuperPacketPassesWholeWithItsUnfinishedChecksum() {
        var pair = MemoryLink.pair(1500);
        var packet = Packets.unfinished(Packets.tcp(true, 1, TcpFlags.ACK, new byte[65_000]));
        packet.segmentSize(1460);
        assertThat(pair.a().send(packet, 0)).isTrue();
        assertThat(pair.a().send(Packets.numbered(5, 100), 0)).isTrue();
        var frame = new Frame();
        assertThat(pair.b().receive(frame, 0)).isTrue();
        assertThat(frame.segmentSize()).isEqualTo(1460);
        assertThat(frame.isChecksumUnfinished()).isTrue();
        assertThat(Packets.bytes(frame)).isEqualTo(Packets.bytes(packet));
        assertThat(pair.b().receive(frame, 0)).isTrue();
        assertThat(frame.segmentSize()).isZero();
        assertThat(frame.isChecksumUnfinished()).isFalse();
    }

    @Test
    void aFrameStaysAsItIsUntilTheNextReceive() {
        var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
        pair.a().send(Packets.numbered(1, 1500), 0);
        var frame = new Frame();
        pair.b().receive(frame, 0);
        int sent = 0;
        while (pair.a().send(Packets.numbered(2, 1500), 0)) sent++;
        assertThat(sent).isPositive();
        assertThat(Packets.number(Packets.bytes(frame))).isEqualTo(1);
    }

    @Test
    void aBlockedSenderIsRungOnceWhenHalfTheQueueIsFree() {
        var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
        pair.a().onArrival(() -> rungA++);
        int sent = 0;
        while (pair.a().send(Packets.numbered(sent, 1500), 0)) sent++;
        assertThat(sent).isEqualTo(10);
        for (int i = 0; i < 5; i++) Packets.receive(pair.b(), 0);
        assertThat(rungA).isZero();
        for (int i = 0; i < 6; i++) Packets.receive(pair.b(), 0);
        assertThat(rungA).isEqualTo(1);
        assertThat(pair.a().send(Packets.numbered(sent, 1500), 0)).isTrue();
    }

    @Test
    void peerIsTheBellOfTheOtherEnd() {
        var pair = MemoryLink.pair(1500);
        Doorbell a = () -> {};
        Doorbell b = () -> {};
        assertThat(pair.a().peer()).isNull();
        pair.a().onArrival(a);
        pair.b().onArrival(b);
        assertThat(pair.a().peer()).isSameAs(b);
        assertThat(pair.b().peer()).isSameAs(a);
    }

    @Test
    void aClosedEndTakesAndLosesAndTheOtherStillReadsWhatWasSent() {
        var pair = MemoryLink.pair(1500);
        pair.a().send(Packets.numbered(1, 100), 0);
        pair.a().close();
        pair.a().close();
        assertThat(pair.a().send(Packets.numbered(2, 100), 0)).isTrue();
        assertThat(Packets.receive(pair.a(), 0)).isNull();
        assertThat(Packets.number(Packets.receive(pair.b(), 0))).isEqualTo(1);
        assertThat(Packets.receive(pair.b(), 0)).isNull();
        for (int i = 0; i < 1000; i++) assertThat(pair.b().send(Packets.numbered(i, 1500), 0)).isTrue();
        pair.b().close();
    }

    @Test
    void aSenderBlockedByAnEndThatClosesIsRung() {
        var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
        pair.a().onArrival(() -> rungA++);
        while (pair.a().send(Packets.numbered(1, 1500), 0)) assertThat(rungA).isZero();
        pair.b().close();
        assertThat(rungA).isEqualTo(1);
        assertThat(pair.a().send(Packets.numbered(1, 1500), 0)).isTrue();
    }

    @Test
    void aPacketBeyondTheCapabilitiesIsABrokenInvariant() {
        var pair = MemoryLink.pair(1500);
        assertThatThrownBy(() -> pair.a().send(Packets.numbered(1, 1501), 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("1501 bytes on a link of 1500");
    }

    @Test
    void twoThreadsExchangeEveryPacketBothWays() throws InterruptedException {
        var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 16_384);
        var failure = new AtomicReference<Throwable>();
        var other = Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failure.set(e))
                .start(() -> exchange(pair.b(), 50_000));
        exchange(pair.a(), 50_000);
        other.join();
        assertThat(failure.get()).isNull();
    }

    private static void exchange(MemoryLink link, int packets) {
        var packet = Packets.numbered(0, 1000);
        var frame = new Frame();
        int sent = 0;
        for (int received = 0; received < packets || sent < packets; ) {
            boolean idle = true;
            if (sent < packets) {
                packet.header().set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 24, sent);
                if (link.send(packet, 0)) {
                    sent++;
                    idle = false;
                }
            }
            if (received < packets && link.receive(frame, 0)) {
                int number = frame.segment().get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, frame.offset() + 24);
                if (number != received || frame.length() != 1000) throw new AssertionError(number + " not " + received);
                received++;
                idle = false;
            }
            if (idle) Thread.onSpinWait();
        }
    }
}
