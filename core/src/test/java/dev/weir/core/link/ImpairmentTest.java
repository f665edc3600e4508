package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImpairmentTest {
    @Test
    void valuesOutsideTheirRangeAreNamed() {
        assertThatThrownBy(() -> Impairment.NONE.withLoss(1.5)).hasMessage("loss must be 0..1, not 1.5");
        assertThatThrownBy(() -> Impairment.NONE.withLoss(Double.NaN)).hasMessage("loss must be 0..1, not NaN");
        assertThatThrownBy(() -> Impairment.NONE.withMtu(67, true)).hasMessage("mtu must be 68..65535, not 67");
        assertThatThrownBy(() -> Impairment.NONE.withRate(-1)).hasMessageStartingWith("rateBitsPerSecond must be 0..");
        assertThatThrownBy(() -> Impairment.NONE.withDelay(Duration.ofHours(2)))
                .hasMessage("delay must be PT0S..PT1H, not PT2H");
        assertThatThrownBy(() -> BurstLoss.of(0.1, -1)).hasMessage("end must be 0..1, not -1.0");
    }

    @Test
    void eachChangeKeepsTheOthers() {
        var burst = BurstLoss.of(0.1, 0.3);
        var all = Impairment.NONE.withLoss(0.1).withLost("3").withBurst(burst).withCorruption(0.2).withDuplication(0.3)
                .withRate(7).withQueue(8, 9).withDelay(Duration.ofMillis(10)).withJitter(Duration.ofMillis(11))
                .withReordering(0.4, Duration.ofMillis(12)).withMtu(1400, true).withEcn(true).withHeldPackets(13);
        assertThat(all).isEqualTo(new Impairment(0.1, PacketNumbers.parse("3"), burst, 0.2, 0.3, 7, 8, 9,
                Duration.ofMillis(10), Duration.ofMillis(11), 0.4, Duration.ofMillis(12), 1400, true, true, 13));
    }

    @Test
    void probabilitiesAreReadAsPerCent() {
        assertThat(Impairment.percent(0.02)).isEqualTo("2%");
        assertThat(Impairment.percent(0.005)).isEqualTo("0.5%");
        assertThat(Impairment.percent(1)).isEqualTo("100%");
    }

    @Test
    void packetNumbersAreSinglesAndRanges() {
        var numbers = PacketNumbers.parse("5, 9-11,100-");
        assertThat(numbers).hasToString("5,9-11,100-");
        for (long in : new long[] {5, 9, 10, 11, 100, 1_000_000_000_000L}) assertThat(numbers.contains(in)).isTrue();
        for (long out : new long[] {1, 4, 6, 8, 12, 99}) assertThat(numbers.contains(out)).isFalse();
        assertThat(PacketNumbers.parse("")).isSameAs(PacketNumbers.NONE);
        assertThat(PacketNumbers.NONE.contains(1)).isFalse();
    }

    @Test
    void whatIsNoPacketNumberIsNamed() {
        for (String bad : new String[] {"0", "x", "3,", "-4", "1-2-3", "-"}) {
            assertThatThrownBy(() -> PacketNumbers.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PacketNumbers.parse("5,7-6")).hasMessage("ends before it begins: '7-6'");
    }
}
