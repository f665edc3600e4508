package dev.weir.lab.net;

import dev.weir.core.link.Impairment;
import java.util.function.UnaryOperator;

/** A link between two nodes: two {@link Lane}s that may differ. All but the MTU can be changed while it runs. */
public final class NetworkLink {
    private final Lane there;
    private final Lane back;

    NetworkLink(Lane there, Lane back) {
        this.there = there;
        this.back = back;
        there.pair(back);
        back.pair(there);
    }

    /** From the node that was named first. */
    public Lane there() {
        return there;
    }

    public Lane back() {
        return back;
    }

    /** The direction that leads away from the node of this name. */
    public Lane from(String node) {
        if (there.from().name().equals(node)) return there;
        if (back.from().name().equals(node)) return back;
        throw new IllegalArgumentException("no end of " + this + " is " + node);
    }

    /** Other rules in both directions, from the next packet on. */
    public void change(UnaryOperator<Impairment> change) {
        there.change(change);
        back.change(change);
    }

    /** Cuts both directions: what waits, what is on the way and what comes is lost. */
    public void down() {
        there.down();
        back.down();
    }

    public void up() {
        there.up();
        back.up();
    }

    /** Stops both directions without loss, until {@link #resume}. */
    public void pause() {
        there.pause();
        back.pause();
    }

    public void resume() {
        there.resume();
        back.resume();
    }

    @Override
    public String toString() {
        return there.from() + "-" + there.to();
    }
}
