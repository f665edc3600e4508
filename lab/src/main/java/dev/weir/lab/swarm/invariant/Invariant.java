package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.lab.Host;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Something that holds in every run, whatever was drawn. It is shown all that happens on all hosts, and remembers the
 * first thing that does not fit; it never throws, because it is called inside turns.
 */
public abstract class Invariant {
    private Breach breach;

    /** A few words joined by hyphens: {@code within-cwnd}. */
    public abstract String name();

    /** Where it is written, such as {@code RFC 9293 3.8.6}; empty for a promise of our own. */
    public abstract String source();

    /** Whether {@link #event} is to be called for these. */
    public boolean wants(EventKind kind) {
        return false;
    }

    /** Something happened on a host; {@link Flow} tells which, since it is named from its side. */
    public void event(Event event) {}

    /** A host put this packet on its link; the checksums are as they were on the wire. */
    public void sent(long at, MemorySegment bytes, long offset, int length) {}

    /** An instant is over: everybody is quiet until time goes on. */
    public void settled(List<Host> hosts, long now) {}

    /** Nothing is left that could happen. */
    public void finished(List<Host> hosts, long now) {}

    /** The first time it did not hold. */
    public final Optional<Breach> breach() {
        return Optional.ofNullable(breach);
    }

    protected final void broken(long at, Object where, String what) {
        if (breach == null) breach = new Breach(name(), source(), at, String.valueOf(where), what);
    }
}
