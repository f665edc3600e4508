package dev.weir.lab.junit;

import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packets in memory, until it is known whether anybody wants to see them. */
final class Capture {
    /** What comes later is left out. */
    private static final int LIMIT_BYTES = 1 << 28;

    private final PcapngEncoder encoder = new PcapngEncoder().section();
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

    CapturedPacketConsumer describe(String name) {
        int id = encoder.describe(name, LinkLayer.RAW, 0);
        return (outbound, at, bytes, offset, length, comments) -> {
            if (encoded.size() > LIMIT_BYTES) return;
            var direction = outbound ? Direction.OUTBOUND : Direction.INBOUND;
            encoder.packet(id, at, direction, comments, bytes.asSlice(offset, length));
            take();
        };
    }

    private void take() {
        ByteBuffer bytes = encoder.take();
        var block = new byte[bytes.remaining()];
        bytes.get(block);
        encoded.writeBytes(block);
    }

    void write(Path file) throws IOException {
        take();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, encoded.toByteArray());
    }
}
