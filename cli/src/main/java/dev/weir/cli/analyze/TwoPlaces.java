package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Damage;
import dev.weir.analysis.pair.PairedConnection;
import dev.weir.analysis.pair.Pairing;
import dev.weir.analysis.pair.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Empty if they have no connection in common: they are parts of one capture, or strangers. */
    static Optional<TwoPlaces> of(CaptureFiles first, Pass firstPass, CaptureFiles second, Pass secondPass)
            throws IOException {
        var one = record(first, firstPass);
        var other = record(second, secondPass);
        var pairing = new Pairing(one, other);
        if (pairing.size() == 0) return Optional.empty();
        boolean inOrder = pairing.firstIsAtClient();
        var damages = new ArrayList<>(first.damages());
        damages.addAll(second.damages());
        String name = first.files().getFirst().name();
        String otherName = second.files().getFirst().name();
        return Optional.of(new TwoPlaces(inOrder ? name : otherName, inOrder ? otherName : name, pairing.connections(),
                inOrder ? pairing.onlyInFirst() : pairing.onlyInSecond(),
                inOrder ? pairing.onlyInSecond() : pairing.onlyInFirst(), one.leftOut() + other.leftOut(), damages));
    }

    private static Recording record(CaptureFiles files, Pass pass) throws IOException {
        var recording = new Recording();
        pass.run(files, new Pass.Sink() {
            @Override
            public void segment(CapturedSegment segment) {
                recording.accept(segment);
            }
        });
        return recording;
    }
}
