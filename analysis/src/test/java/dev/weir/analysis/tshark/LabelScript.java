package dev.weir.analysis.tshark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.SegmentReader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** The client's numbers begin at 100, the server's at 300; the round trip of the handshake is 10 ms. */
class LabelScript {
    static final String SCALE_2 = "01030302";

    private final SegmentReader reader = new SegmentReader();
    final TsharkLabels labels;
    private final Frames frames = new Frames(false);
    private long millis;

    LabelScript(Version version) {
        labels = new TsharkLabels(version);
    }

    @BeforeEach
    void handshake() {
        client("S", 100, 0, 1000, SCALE_2, 0).has();
        after(10).server("S.", 300, 101, 1000, SCALE_2, 0).has();
        client(".", 101, 301, 1000, "", 0).has();
    }

    record Said(Set<Label> labels) {
        void has(Label... expected) {
            assertThat(labels).containsExactlyInAnyOrder(expected);
        }
    }

    LabelScript after(long pause) {
        millis += pause;
        return this;
    }

    Said client(String flags, long sequence, long acknowledgment, int window, String options, int length) {
        return said(true, flags, sequence, acknowledgment, window, options, length);
    }

    Said server(String flags, long sequence, long acknowledgment, int window, String options, int length) {
        return said(false, flags, sequence, acknowledgment, window, options, length);
    }

    Said client(long sequence, int length) {
        return said(true, ".", sequence, 301, 1000, "", length);
    }

    Said server(long acknowledgment, int window) {
        return said(false, ".", 301, acknowledgment, window, "", 0);
    }

    Said said(
            boolean fromClient, String flags, long sequence, long acknowledgment, int window, String options,
            int length) {
        assertThat(reader.read(frames.packet(
                millis * 1000, fromClient, flags, sequence, acknowledgment, window, options, length))).isTrue();
        return new Said(labels.label(reader.segment()));
    }
}
