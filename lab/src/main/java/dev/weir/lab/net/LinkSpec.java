package dev.weir.lab.net;

import dev.weir.core.link.Impairment;
import dev.weir.lab.queue.DropTail;
import dev.weir.lab.queue.Queueing;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a link is like. What is not said is perfect: no limit of the rate, no delay, no loss, 1500 bytes. The queue, unless
 * one is given, is drop-tail with the limits of the impairment.
 */
public final class LinkSpec {
    int mtu = 1500;
    int cost = 1;
    Impairment there = Impairment.NONE;
    Impairment back = Impairment.NONE;
    private Queueing queueThere;
    private Queueing queueBack;

    LinkSpec() {}

    /** Largest packet that nodes send, 68..65535 bytes; IPv6 needs 1280. Routers fragment or say so. */
    public LinkSpec mtu(int bytes) {
        if (bytes < 68 || bytes > 65535) throw new IllegalArgumentException("mtu must be 68..65535, not " + bytes);
        this.mtu = bytes;
        return this;
    }

    /** Of the shortest path, at least 1. */
    public LinkSpec cost(int cost) {
        if (cost < 1) throw new IllegalArgumentException("cost must be at least 1, not " + cost);
        this.cost = cost;
        return this;
    }

    /** Bits per second of whole IP packets, each way. */
    public LinkSpec rate(long bitsPerSecond) {
        return both(rules -> rules.withRate(bitsPerSecond));
    }

    /** One way, each way. */
    public LinkSpec delay(Duration delay) {
        return both(rules -> rules.withDelay(delay));
    }

    /** Probability, each way. */
    public LinkSpec loss(double probability) {
        return both(rules -> rules.withLoss(probability));
    }

    /** Changes what happens each way. */
    public LinkSpec both(UnaryOperator<Impairment> change) {
        return there(change).back(change);
    }

    /** Changes what happens from the first node to the second. */
    public LinkSpec there(UnaryOperator<Impairment> change) {
        there = change.apply(there);
        return this;
    }

    /** Changes what happens from the second node to the first. */
    public LinkSpec back(UnaryOperator<Impairment> change) {
        back = change.apply(back);
        return this;
    }

    /** One of the kind each way. */
    public LinkSpec queue(Queueing queueing) {
        return queueThere(queueing).queueBack(queueing);
    }

    public LinkSpec queueThere(Queueing queueing) {
        queueThere = queueing;
        return this;
    }

    public LinkSpec queueBack(Queueing queueing) {
        queueBack = queueing;
        return this;
    }

    Queueing queueingThere() {
        return queueThere != null ? queueThere : new DropTail(there.queuePackets(), there.queueBytes(), there.ecn());
    }

    Queueing queueingBack() {
        return queueBack != null ? queueBack : new DropTail(back.queuePackets(), back.queueBytes(), back.ecn());
    }
}
