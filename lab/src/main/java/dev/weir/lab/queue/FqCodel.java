package dev.weir.lab.queue;

import dev.weir.lab.packet.Place;
import java.time.Duration;

/**
 * Flow Queue CoDel (RFC 8290): each flow has a queue of its own under CoDel, found by a hash; they take turns by bytes,
 * and a flow that has just begun, or sends little, comes first.
 *
 * @param flows queues, 1..65536; RFC 8290 5.2.3: 1024
 * @param quantum bytes of a turn, 68..65535; RFC 8290 5.2.1: 1514
 * @param target as {@link CoDel#target}
 * @param interval as {@link CoDel#interval}
 * @param packets that may wait in all, 1..1,000,000; RFC 8290 5.2.2: 10240. Beyond, the fattest queue loses packets
 * @param ecn whether packets of ECN-capable transports are marked instead of dropped
 */
public record FqCodel(int flows, int quantum, Duration target, Duration interval, int packets, boolean ecn)
        implements Queueing {
    /** With the values of the RFC. */
    public static final FqCodel DEFAULT =
            new FqCodel(1024, 1514, Duration.ofMillis(5), Duration.ofMillis(100), 10_240, true);

    public FqCodel {
        check("flows", flows, 1, 65_536);
        check("quantum", quantum, 68, 65_535);
        CoDel.check("target", target);
        CoDel.check("interval", interval);
        check("packets", packets, 1, 1_000_000);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + ".." + most + ", not " + value);
        }
    }

    public FqCodel withFlows(int flows) {
        return new FqCodel(flows, quantum, target, interval, packets, ecn);
    }

    public FqCodel withTarget(Duration target) {
        return new FqCodel(flows, quantum, target, interval, packets, ecn);
    }

    public FqCodel withInterval(Duration interval) {
        return new FqCodel(flows, quantum, target, interval, packets, ecn);
    }

    public FqCodel withPackets(int packets) {
        return new FqCodel(flows, quantum, target, interval, packets, ecn);
    }

    public FqCodel withEcn(boolean ecn) {
        return new FqCodel(flows, quantum, target, interval, packets, ecn);
    }

    @Override
    public PacketQueue open(Place place, long seed) {
        return new FlowQueues(this, place, seed);
    }
}
