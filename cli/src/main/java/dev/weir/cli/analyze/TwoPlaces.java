package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Damage;
import dev.weir.analysis.pair.Openings;
import dev.weir.analysis.pair.PairedConnection;
import dev.weir.analysis.pair.Pairing;
import dev.weir.analysis.pair.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Two captures that saw the same connections.
 *
 * @param atClient name of the one nearer to the clients
 * @param connections that both saw
 * @param onlyAtClient connections of one that the other did not see
 * @param leftOut segments beyond what is kept
 */
record TwoPlaces(
        String atClient, String atServer, List<PairedConnection> connections, int onlyAtClient, int onlyAtServer,
        long leftOut, List<Damage> damages) {

    /** One of the two files: opened for each pass through it. */
    interface Place {
        CaptureFiles open() throws IOException;

        Pass pass();
    }

    /**
     * Empty if they have no connection in common: they are parts of one capture, or strangers. Then each was read once,
     * and only its SYNs were kept.
     */
    static Optional<TwoPlaces> of(Place first, Place second) throws IOException {
        var openings = openings(first);
        var otherOpenings = openings(second);
        if (!openings.shareSome(otherOpenings)) return Optional.empty();
        var damages = new ArrayList<Damage>();
        var one = new Recording(otherOpenings);
        String name = read(first, one::accept, damages);
        var other = new Recording(openings);
        String otherName = read(second, other::accept, damages);
        var pairing = new Pairing(one, other);
        boolean inOrder = pairing.firstIsAtClient();
        return Optional.of(new TwoPlaces(inOrder ? name : otherName, inOrder ? otherName : name, pairing.connections(),
                inOrder ? pairing.onlyInFirst() : pairing.onlyInSecond(),
                inOrder ? pairing.onlyInSecond() : pairing.onlyInFirst(), one.leftOut() + other.leftOut(), damages));
    }

    private static Openings openings(Place place) throws IOException {
        var openings = new Openings();
        read(place, openings::accept, new ArrayList<>());
        return openings;
    }

    /** Answers the name of the file. */
    private static String read(Place place, Consumer<CapturedSegment> reader, List<Damage> damages)
            throws IOException {
        try (var files = place.open()) {
            place.pass().run(files, new Pass.Sink() {
                @Override
                public void segment(CapturedSegment segment) {
                    reader.accept(segment);
                }
            });
            damages.addAll(files.damages());
            return files.files().getFirst().name();
        }
    }
}
