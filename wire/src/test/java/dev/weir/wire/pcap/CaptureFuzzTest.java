package dev.weir.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Randomized;
import dev.weir.wire.pcap.CaptureRecord.Malformed;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No bytes make the decoder throw, stand still, or hand out what lies outside the file. */
class CaptureFuzzTest {
    private final Decapsulation inside = new Decapsulation();
    private final Set<CaptureFault> seen = EnumSet.noneOf(CaptureFault.class);

    @Test
    void damagedCaptures() {
        var originals = new ArrayList<byte[]>();
        for (String name : Captures.NAMES) originals.add(Arrays.copyOf(Captures.bytes(name), 1500));
        originals.add(everyBlock(ByteOrder.LITTLE_ENDIAN));
        originals.add(everyBlock(ByteOrder.BIG_ENDIAN));
        Randomized.repeat(60_000, random -> read(random.mutated(originals.get(random.below(originals.size())))));
        assertThat(seen).isEqualTo(EnumSet.allOf(CaptureFault.class));
    }

    @Test
    void randomBytesBehindAGoodStart() {
        var starts = List.of(
                new CaptureBytes(ByteOrder.LITTLE_ENDIAN).put(0xa1b2c3d4, (short) 2, (short) 4, 0L, 0, 1).bytes(),
                new CaptureBytes(ByteOrder.BIG_ENDIAN).section().rawInterface().bytes(),
                new byte[0]);
        Randomized.repeat(20_000, random -> {
            byte[] start = starts.get(random.below(starts.size()));
            byte[] tail = random.bytes(random.below(200));
            byte[] file = Arrays.copyOf(start, start.length + tail.length);
            System.arraycopy(tail, 0, file, start.length, tail.length);
            read(file);
        });
    }

    private static byte[] everyBlock(ByteOrder order) {
        var file = new CaptureBytes(order);
        return file.section().rawInterface(file.option(2, "n"), file.option(9, (byte) 0x94), file.option(14, 3L))
                .block(6, 0, 1, 2, 3, 4, "abc\0", file.option(1, "comment"), file.option(2, 1))
                .block(3, 4, "abcd").block(2, (short) 0, (short) 0, 0, 0, 4, 4, "abcd")
                .block(4, file.option(1, 1, "n\0"), 0).block(5, 0, 0, 0, file.option(5, 1L))
                .block(10, 1, 4, "keys").bytes();
    }

    private void read(byte[] file) {
        var whole = CaptureDecoder.of(MemorySegment.ofArray(file));
        int[] position = {0};
        var pulling = CaptureDecoder.pulling(target -> {
            int count = (int) Math.min(Math.min(file.length - position[0], target.byteSize()), 1000);
            MemorySegment.copy(MemorySegment.ofArray(file), position[0], target, 0, count);
            position[0] += count;
            return count == 0 ? -1 : count;
        });
        for (int records = 0; ; records++) {
            assertThat(records).isLessThanOrEqualTo(1 + file.length / 12);
            var record = whole.next();
            var pulled = pulling.next();
            assertThat(pulled).hasSameClassAs(record);
            if (record instanceof Malformed malformed) {
                assertThat(pulled).isEqualTo(malformed);
                assertThat(malformed.offset()).isBetween(0L, (long) file.length);
                seen.add(malformed.fault());
            } else if (record instanceof Packet packet) {
                assertThat(packet.originalLength()).isGreaterThanOrEqualTo((int) packet.data().byteSize());
                inside.find(packet.linkType(), packet.data());
            } else if (record instanceof CaptureRecord.End) {
                return;
            }
        }
    }
}
