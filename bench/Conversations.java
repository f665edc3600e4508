import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How many packets per second the table of conversations takes with all its metrics, one core, start-up excluded: reads
 * a capture again and again and says what each pass took of the processor's time.
 *
 * <p>{@code java -cp LIBRARIES bench/Conversations.java FILE [rounds=10]}
 */
final class Conversations {
    private Conversations() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        var clock = ManagementFactory.getThreadMXBean();
        for (int round = 1; round <= rounds; round++) {
            try (var channel = FileChannel.open(Path.of(args[0])); var arena = Arena.ofConfined()) {
                var file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
                long start = clock.getCurrentThreadCpuTime();
                var reader = new SegmentReader();
                var table = new ConversationTable(Limits.DEFAULT, conversation -> { });
                var decoder = CaptureDecoder.of(file);
                for (var next = decoder.next(); !(next instanceof CaptureRecord.End); next = decoder.next()) {
                    if (next instanceof CaptureRecord.Packet packet && reader.read(packet)) {
                        table.accept(reader.segment());
                    }
                }
                table.end();
                long nanos = clock.getCurrentThreadCpuTime() - start;
                System.out.printf(Locale.ROOT,
                        "round %2d  %.2f million packets per second, %.0f ns each, %d conversations%n", round,
                        reader.frames() * 1e3 / nanos, (double) nanos / reader.frames(), table.conversations());
            }
        }
    }
}
