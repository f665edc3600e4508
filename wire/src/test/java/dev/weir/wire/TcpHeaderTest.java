package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpHeaderTest {
    @Test
    void writesTheLayoutOfRfc9293() {
        var s = Hex.segment("ff".repeat(20));
        TcpHeader.write(s, 0, 0x1234, 80, 0x89abcdef, 0x01234567, 40, TcpFlags.AE | TcpFlags.SYN, 0xfffe, 0x0102);
        assertThat(Hex.text(s, 0, 20)).isEqualTo("12340050" + "89abcdef" + "01234567" + "a102fffe" + "00000102");
    }

    @Test
    @Rfc({"9293#3.1", "MUST-1"})
    void readsBackWhatItWroteWithoutSigns() {
        Randomized.repeat(500, random -> {
            int offset = random.below(8);
            var s = MemorySegment.ofArray(random.bytes(offset + 20));
            int sourcePort = random.below(65_536);
            int destinationPort = random.below(65_536);
            int sequence = random.anyInt();
            int acknowledgment = random.anyInt();
            int dataOffset = 4 * random.between(5, 15);
            int flags = random.below(512);
            int window = random.chance(20) ? 65_535 : random.below(65_536);
            int urgent = random.below(65_536);
            TcpHeader.write(s, offset, sourcePort, destinationPort, sequence, acknowledgment,
                    dataOffset, flags, window, urgent);
            assertThat(TcpHeader.sourcePort(s, offset)).isEqualTo(sourcePort);
            assertThat(TcpHeader.destinationPort(s, offset)).isEqualTo(destinationPort);
            assertThat(TcpHeader.sequence(s, offset)).isEqualTo(sequence);
            assertThat(TcpHeader.acknowledgment(s, offset)).isEqualTo(acknowledgment);
            assertThat(TcpHeader.dataOffset(s, offset)).isEqualTo(dataOffset);
            assertThat(TcpHeader.optionsLength(s, offset)).isEqualTo(dataOffset - 20);
            assertThat(TcpHeader.reserved(s, offset)).isZero();
            assertThat(TcpHeader.flags(s, offset)).isEqualTo(flags);
            assertThat(TcpHeader.window(s, offset)).isEqualTo(window);
            assertThat(TcpHeader.checksum(s, offset)).isZero();
            assertThat(TcpHeader.urgentPointer(s, offset)).isEqualTo(urgent);
            assertThat(TcpHeader.check(s, offset, dataOffset)).isEqualTo(Fault.NONE);
            assertThat(TcpHeader.check(s, offset, dataOffset - 1))
                    .isEqualTo(dataOffset == 20 ? Fault.TRUNCATED : Fault.BAD_DATA_OFFSET);
        });
    }

    @Test
    void dataOffsetBelowTheHeaderIsBad() {
        var s = Hex.empty(20);
        for (int words = 0; words < 5; words++) {
            Octets.write8(s, 12, words << 4);
            assertThat(TcpHeader.check(s, 0, 20)).isEqualTo(Fault.BAD_DATA_OFFSET);
        }
    }

    @Test
    void segmentsCutOutOfALargerOneKeepOffsetAndReservedBits() {
        var s = Hex.segment("12340050" + "89abcdef" + "01234567" + "afff0000" + "00000000");
        TcpHeader.writeFlags(s, 0, TcpFlags.ACK);
        TcpHeader.writeSequence(s, 0, 7);
        assertThat(TcpHeader.reserved(s, 0)).isEqualTo(7);
        assertThat(Hex.text(s, 0, 20)).isEqualTo("12340050" + "00000007" + "01234567" + "ae100000" + "00000000");
    }

    @Test
    @Rfc({"9293#3.1", "MUST-2", "MUST-3"})
    void writtenChecksumVerifiesAndCoversTheAddresses() {
        Randomized.repeat(300, random -> {
            int length = 20 + random.below(200);
            var s = MemorySegment.ofArray(random.bytes(length));
            boolean ipv4 = random.chance(50);
            var from = ipv4 ? IpAddress.ofIpv4(random.anyInt()) : new IpAddress(random.anyLong() | 1, random.anyLong());
            var to = ipv4 ? IpAddress.ofIpv4(random.anyInt()) : new IpAddress(random.anyLong() | 1, random.anyLong());
            TcpHeader.writeChecksum(s, 0, length, from.high(), from.low(), to.high(), to.low());
            assertThat(Checksum.verifies(s, 0, length, from.high(), from.low(), to.high(), to.low(), IpProtocol.TCP))
                    .isTrue();
            assertThat(Checksum.verifies(
                            s, 0, length, from.high(), from.low(), to.high(), to.low() ^ 1, IpProtocol.TCP))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"2, S", "18, S.", "16, .", "24, P.", "17, F.", "4, R", "20, R.", "194, SEW", "82, S.E", "32, U",
        "450, SEWe", "0, none", "511, FSRP.UEWe"})
    void flagsReadAsInTcpdump(int flags, String text) {
        assertThat(TcpFlags.text(flags)).isEqualTo(text);
        assertThat(TcpFlags.parse(text)).isEqualTo(flags);
    }

    @Test
    void flagsAreParsedInAnyOrderAndUnknownLettersRefused() {
        assertThat(TcpFlags.parse(".S")).isEqualTo(TcpFlags.SYN | TcpFlags.ACK);
        assertThat(TcpFlags.parse("SEWA")).isEqualTo(TcpFlags.SYN | TcpFlags.ECE | TcpFlags.CWR | TcpFlags.AE);
        assertThatThrownBy(() -> TcpFlags.parse("SX")).hasMessageContaining("'X'");
    }
}
