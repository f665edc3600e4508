package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.Weir;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommentedCopyTest {
    @TempDir
    private Path folder;

    private Path refused;
    private Path copy;

    @BeforeEach
    void capture() {
        refused = folder.resolve("refused.pcapng");
        copy = folder.resolve("copy.pcapng");
        assertThat(Weir.run("sim", "port-closed", "--pcap", refused.toString()).exitCode()).isZero();
    }

    private static List<CaptureRecord> records(Path file) throws IOException {
        var records = new ArrayList<CaptureRecord>();
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(Files.readAllBytes(file)));
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            records.add(record);
        }
        return records;
    }

    private static List<CaptureRecord.Packet> packets(Path file) throws IOException {
        return records(file).stream().filter(CaptureRecord.Packet.class::isInstance).map(CaptureRecord.Packet.class::cast)
                .toList();
    }

    @Test
    void packetsAreTheSameAndFindingsStandOnThoseThatProveThem() throws IOException {
        var weir = Weir.run("analyze", refused.toString(), "-w", copy.toString());
        assertThat(weir.exitCode()).isZero();
        assertThat(weir.err()).contains("written: wireshark " + copy + " (");
        var before = packets(refused);
        var after = packets(copy);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).timestampNanos()).isEqualTo(before.get(i).timestampNanos());
            assertThat(after.get(i).data().mismatch(before.get(i).data())).isEqualTo(-1);
            assertThat(after.get(i).comments()).startsWith(before.get(i).comments().toArray(String[]::new));
        }
        assertThat(after.stream().flatMap(packet -> packet.comments().stream()).toList())
                .anyMatch(comment -> comment.startsWith("PORT_CLOSED (server host") && comment.contains(" To do: "));
    }

    @Test
    void secretsInterfacesAndNamesAreKept() throws IOException {
        var encoder = new PcapngEncoder().section();
        int id = encoder.describe("eth7", "uplink", "tcp", LinkLayer.RAW, 1000, List.of("kept"));
        encoder.secrets(0x544c534b, MemorySegment.ofArray("CLIENT_RANDOM 1 2\n".getBytes()));
        encoder.packet(id, 5, Direction.INBOUND, List.of("own"), MemorySegment.ofArray(new byte[] {0x45}));
        encoder.statistics(id, 6, 10, 2);
        var bytes = encoder.take();
        var array = new byte[bytes.remaining()];
        bytes.get(array);
        Files.write(refused, array);
        assertThat(Weir.run("analyze", refused.toString(), "-w", copy.toString()).exitCode()).isZero();
        assertThat(records(copy)).hasSize(5)
                .anyMatch(record -> record instanceof CaptureRecord.Interface i && i.name().equals("eth7")
                        && i.description().equals("uplink") && i.filter().equals("tcp")
                                && i.comments().equals(List.of("kept")))
                .anyMatch(record -> record instanceof CaptureRecord.Secrets secrets
                        && new String(secrets.data().toArray(ValueLayout.JAVA_BYTE)).startsWith("CLIENT_RANDOM"))
                .anyMatch(record -> record instanceof CaptureRecord.Statistics s && s.dropped() == 2);
        assertThat(packets(copy).getFirst().comments()).containsExactly("own");
        assertThat(packets(copy).getFirst().direction()).isEqualTo(Direction.INBOUND);
    }

    @Test
    void aFilterChoosesWhatIsWritten() throws IOException {
        assertThat(Weir.run("analyze", refused.toString(), "-w", copy.toString(), "dst", "port",
                "80").exitCode()).isZero();
        assertThat(packets(copy)).isNotEmpty().hasSizeLessThan(packets(refused).size());
    }

    @Test
    void whatIsReadIsNotWrittenOver() {
        var weir = Weir.run("analyze", refused.toString(), "-w", refused.toString());
        assertThat(weir.exitCode()).isEqualTo(2);
        assertThat(weir.err()).contains("would write over what is read");
        assertThat(Weir.run("analyze", refused.toString(), "-w", folder
                + "/no/such.pcapng").err()).contains("cannot write");
    }
}
