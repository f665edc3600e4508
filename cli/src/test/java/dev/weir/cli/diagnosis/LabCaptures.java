package dev.weir.cli.diagnosis;

import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.io.PcapngFile;
import dev.weir.lab.scenario.Listening;
import dev.weir.lab.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The captures that somebody could have made of a run of a scenario: one file for each point at which the packets can
 * be seen.
 */
final class LabCaptures {
    private static final class Point {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PcapngFile file = new PcapngFile(bytes, e -> {
            throw new AssertionError(e);
        });
        final CapturedPacketConsumer target;

        Point(String name) {
            target = file.describe(name);
        }
    }

    private final Map<String, Point> points = new LinkedHashMap<>();

    private LabCaptures() {}

    /**
     * What goes through it is seen under the outer address one way and the inner one the other: nobody captures there.
     */
    private static final String TRANSLATOR = "nat";

    /** Files in pcapng, by the names of the hosts, routers and boxes where they were made. */
    static SequencedMap<String, byte[]> of(Scenario scenario, long seed) {
        var captures = new LabCaptures();
        scenario.run(seed, Listening.NOBODY.withCapture(captures::at).withCaptureInside(captures::at));
        var files = new LinkedHashMap<String, byte[]>();
        captures.points.forEach((name, point) -> {
            point.file.close();
            files.put(name, point.bytes.toByteArray());
        });
        return files;
    }

    private Optional<CapturedPacketConsumer> at(String name) {
        if (name.equals(TRANSLATOR)) return Optional.empty();
        return Optional.of(points.computeIfAbsent(name, Point::new).target);
    }
}
