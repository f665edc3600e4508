package dev.weir.lab.scenario;

import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.lab.Fingerprint;
import dev.weir.lab.packet.Decision;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who hears what of a run.
 *
 * @param observer asked for each host by its name
 * @param decisions hears what links, routers and boxes do to packets
 * @param capture asked for each host by its name: gets the packets of that host
 * @param captureInside asked for each router and box by its name: gets the packets that pass there or are lost there
 * @param fingerprint takes in everything
 */
public record Listening(
        Function<String, Observer> observer, Optional<Consumer<Decision>> decisions,
        Function<String, Optional<CapturedPacketConsumer>> capture,
        Function<String, Optional<CapturedPacketConsumer>> captureInside, Optional<Fingerprint> fingerprint) {
    public static final Listening NOBODY = new Listening(
            _ -> Observer.NONE, Optional.empty(), _ -> Optional.empty(), _ -> Optional.empty(), Optional.empty());

    public Listening withObserver(Function<String, Observer> observer) {
        return new Listening(observer, decisions, capture, captureInside, fingerprint);
    }

    public Listening withDecisions(Consumer<Decision> listener) {
        return new Listening(observer, Optional.of(listener), capture, captureInside, fingerprint);
    }

    public Listening withCapture(Function<String, Optional<CapturedPacketConsumer>> capture) {
        return new Listening(observer, decisions, capture, captureInside, fingerprint);
    }

    public Listening withCaptureInside(Function<String, Optional<CapturedPacketConsumer>> captureInside) {
        return new Listening(observer, decisions, capture, captureInside, fingerprint);
    }

    public Listening withFingerprint(Fingerprint fingerprint) {
        return new Listening(observer, decisions, capture, captureInside, Optional.of(fingerprint));
    }
}
