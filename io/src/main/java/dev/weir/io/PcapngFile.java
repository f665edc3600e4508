package dev.weir.io;

import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.PacketSink;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A capture of simulated networks: packets are written where they are seen, so that none is lost, with times of the
 * simulation's clock (nanoseconds since 1970) and nothing about this machine: the same run gives the same file. For
 * stacks in real time there is {@link LiveCapture}.
 *
 * {@snippet :
 * try (var file = PcapngFile.create(Path.of("run.pcapng"), e -> System.err.println(e.getMessage()))) {
 *     var link = new CapturedLink(pair.a(), file.describe("client"));
 * }
 * }
 *
 * <p>One thread at a time. A file that cannot be written disturbs no simulation: that is said once, the rest is left
 * out.
 */
public final class PcapngFile implements AutoCloseable {
    private final PcapngEncoder encoder = new PcapngEncoder().section();
    private final CaptureOutput output;

    /** @param onFailure told once if writing fails */
    public PcapngFile(OutputStream stream, Consumer<IOException> onFailure) {
        output = new CaptureOutput(stream, onFailure);
    }

    /**
     * Makes the file, or empties it.
     *
     * @throws IOException if it cannot be opened
     */
    public static PcapngFile create(Path path, Consumer<IOException> onFailure) throws IOException {
        return new PcapngFile(new BufferedOutputStream(new FileOutputStream(path.toFile())), onFailure);
    }

    /** A place where packets are captured, shown by its name; its direction is seen from the stack. */
    public Interface describe(String name) {
        return new Interface(encoder.describe(name, LinkLayer.RAW, 0));
    }

    @Override
    public void close() {
        output.write(encoder);
        output.close();
    }

    /** Puts packets of one link into the file; with or without comments. */
    public final class Interface implements PacketSink, CapturedPacketConsumer {
        private final int id;

        private Interface(int id) {
            this.id = id;
        }

        @Override
        public void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length) {
            packet(outbound, at, bytes, offset, length, List.of());
        }

        @Override
        public void packet(
                boolean outbound, long at, MemorySegment bytes, long offset, int length, List<String> comments) {
            var direction = outbound ? Direction.OUTBOUND : Direction.INBOUND;
            encoder.packet(id, at, direction, comments, bytes.asSlice(offset, length));
            output.write(encoder);
        }
    }
}
