package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.MemoryLink;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.CaptureRecord.Interface;
import dev.weir.wire.pcap.CaptureRecord.Malformed;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.CaptureRecord.Section;
import dev.weir.wire.pcap.CaptureRecord.Statistics;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CaptureFilesTest {
    private static final Consumer<IOException> NEVER = e -> {
        throw new AssertionError(e);
    };

    @TempDir
    private Path folder;

    private final MemorySegment packet = MemorySegment.ofArray(new byte[2000]);

    CaptureFilesTest() {
        packet.set(ValueLayout.JAVA_BYTE, 100, (byte) 0x45);
    }

    // ---- simulations

    @Test
    void simulatedPacketsAreThereWithTimesDirectionsAndComments() {
        var stream = new ByteArrayOutputStream();
        try (var file = new PcapngFile(stream, NEVER)) {
            var client = file.describe("client");
            var server = file.describe("server");
            client.packet(true, 1_767_225_600_000_000_001L, packet, 100, 60, List.of("why", "und warum: ä"));
            server.packet(false, 1_767_225_600_000_000_002L, packet, 100, 61);
        }
        var records = read(stream.toByteArray());
        assertThat(records.removeFirst()).as("nothing about this machine")
                .isEqualTo(new Section("", "", "", List.of()));
        assertThat(records.stream().filter(Interface.class::isInstance).map(i -> ((Interface) i).name()))
                .containsExactly("client", "server");
        var packets = packets(records);
        assertThat(packets).extracting(Packet::interfaceId).containsExactly(0, 1);
        assertThat(packets).extracting(Packet::linkType).containsOnly(LinkLayer.RAW);
        assertThat(packets).extracting(Packet::timestampNanos)
                .containsExactly(1_767_225_600_000_000_001L, 1_767_225_600_000_000_002L);
        assertThat(packets).extracting(Packet::direction).containsExactly(Direction.OUTBOUND, Direction.INBOUND);
        assertThat(packets).extracting(Packet::comments).containsExactly(List.of("why", "und warum: ä"), List.of());
        assertThat(packets.getFirst().data().mismatch(packet.asSlice(100, 60))).isEqualTo(-1);
        assertThat(packets.get(1).data().byteSize()).isEqualTo(61);
    }

    @Test
    void fullDiskIsSaidOnceAndDisturbsNobody() {
        var said = new ArrayList<IOException>();
        try (var file = new PcapngFile(new FullDisk(), said::add)) {
            var client = file.describe("client");
            for (int i = 0; i < 5; i++) client.packet(true, i, packet, 100, 60);
        }
        assertThat(said).singleElement().extracting(Throwable::getMessage).isEqualTo("No space left on device");
    }

    @Test
    void fileThatCannotBeMadeIsAnErrorAtTheStart() {
        var nowhere = folder.resolve("missing").resolve("file.pcapng");
        assertThatThrownBy(() -> PcapngFile.create(nowhere, NEVER)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> LiveCapture.start(nowhere, "weir0", "", NEVER)).isInstanceOf(IOException.class);
    }

    // ---- stacks in real time

    @Test
    void packetsOfAStackInRealTimeAreInTheFileWithComments() throws Exception {
        var path = folder.resolve("live.pcapng");
        long before = System.currentTimeMillis() * 1_000_000;
        var capture = LiveCapture.start(path, "client", "the test", NEVER);
        var commented = new CommentedCapture(capture);
        var pair = MemoryLink.pair(1500);
        var server = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.2/24"), pair.b());
        var client = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.1/24"),
                new CapturedLink(pair.a(), commented), commented);
        var listener = Peer.listen(server, 80);
        var connected = Peer.connect(client, "10.0.0.2", 80);
        Peer.accept(server, listener);
        connected.write(new byte[5000]);
        client.close();
        server.close(Duration.ZERO);
        commented.flush();
        capture.close();
        capture.close();
        long after = System.currentTimeMillis() * 1_000_000 + 1_000_000;

        var records = read(Files.readAllBytes(path));
        var section = (Section) records.removeFirst();
        assertThat(section.application()).isEqualTo("the test");
        assertThat(section.operatingSystem()).startsWith(System.getProperty("os.name"));
        var packets = packets(records);
        assertThat(packets).hasSizeGreaterThanOrEqualTo(6);
        assertThat(packets.getFirst().direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(packets.get(1).direction()).isEqualTo(Direction.INBOUND);
        assertThat(packets).extracting(Packet::timestampNanos)
                .allMatch(at -> at >= before - 10_000_000 && at <= after + 10_000_000);
        assertThat(packets.stream().flatMap(p -> p.comments().stream())).anyMatch(c -> c.contains("ESTABLISHED"));
        var statistics = (Statistics) records.getLast();
        assertThat(statistics.received()).isEqualTo(packets.size()).isEqualTo(capture.captured());
        assertThat(statistics.dropped()).isZero();
    }

    @Test
    void slowDiskCostsPacketsThatAreCountedAndNeverAWait() throws Exception {
        var disk = new SlowDisk();
        var capture = LiveCapture.start(disk, "weir0", "", 1 << 16, NEVER);
        int packets = 2000; // 4 MB through a queue of 512 KiB
        for (int i = 0; i < packets; i++) capture.packet(true, i, packet, 0, 2000);
        assertThat(capture.captured()).isEqualTo(packets);
        assertThat(capture.lost()).isPositive();
        disk.ready.countDown();
        capture.close();
        var records = read(disk.written.toByteArray());
        var statistics = (Statistics) records.getLast();
        assertThat(statistics.received()).isEqualTo(packets);
        assertThat(statistics.dropped()).isEqualTo(capture.lost());
        assertThat(packets(records)).hasSize((int) (packets - capture.lost()));
    }

    @Test
    void fullDiskIsSaidOnceAndTheStackGoesOn() {
        var said = new ArrayList<IOException>();
        var capture = LiveCapture.start(new FullDisk(), "weir0", "", 1 << 16, said::add);
        for (int i = 0; i < 2000; i++) capture.packet(true, i, packet, 0, 2000);
        capture.close();
        assertThat(said).hasSize(1);
        assertThat(capture.captured()).isEqualTo(2000);
    }

    @Test
    void packetAfterTheEndIsIgnored() {
        var stream = new ByteArrayOutputStream();
        var capture = LiveCapture.start(stream, "weir0", "", 1 << 16, NEVER);
        capture.close();
        capture.packet(true, 0, packet, 0, 100);
        assertThat(capture.captured()).isZero();
        assertThat(packets(read(stream.toByteArray()))).isEmpty();
    }

    @Test
    void packetsThatWereLostBeforeAreToldInTheFile() {
        var stream = new ByteArrayOutputStream();
        var capture = LiveCapture.start(stream, "any", "", 1 << 16, NEVER);
        capture.packet(true, 0, packet, 0, 100);
        capture.missed(41);
        capture.close();
        assertThat(capture.captured()).isEqualTo(42);
        assertThat(capture.lost()).isEqualTo(41);
        var statistics = (Statistics) read(stream.toByteArray()).getLast();
        assertThat(statistics.received()).isEqualTo(42);
        assertThat(statistics.dropped()).isEqualTo(41);
    }

    @Test
    void packetWhoseCommentsAreLargerThanARecordIsLost() {
        var capture = LiveCapture.start(OutputStream.nullOutputStream(), "weir0", "", 1 << 16, NEVER);
        capture.packet(true, 0, packet, 0, 100, List.of("x".repeat(1 << 17)));
        capture.close();
        assertThat(capture.lost()).isEqualTo(1);
    }

    private static List<CaptureRecord> read(byte[] capture) {
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(capture));
        var records = new ArrayList<CaptureRecord>();
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            assertThat(record).isNotInstanceOf(Malformed.class);
            records.add(record);
        }
        return records;
    }

    private static List<Packet> packets(List<CaptureRecord> records) {
        return records.stream().filter(Packet.class::isInstance).map(Packet.class::cast).toList();
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            write(0);
        }

        @Override
        public void close() throws IOException {
            write(0);
        }
    }

    /** Takes nothing until it is told to. */
    private static final class SlowDisk extends OutputStream {
        private final CountDownLatch ready = new CountDownLatch(1);
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            throw new AssertionError("blocks are written whole");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                ready.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            written.write(bytes, offset, length);
        }
    }
}
