package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Both sides have closed and the network is whole again: every connection has ended, for a reason that what happened to
 * it can explain, and no host knows it any more.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.6 RFC 9293, section 3.6
 */
public final class EveryConnectionEnds extends Invariant {
    private final List<End> ends = new ArrayList<>();

    @Override
    public String name() {
        return "every-connection-ends";
    }

    @Override
    public String source() {
        return "RFC 9293 3.6";
    }

    /**
     * One side of a connection that is expected to end.
     *
     * @param name for people
     * @param allowed how
     * @param certain false for one that perhaps never comes to be
     */
    public End end(String name, Set<CloseReason> allowed, boolean certain) {
        var end = new End(name, allowed, certain);
        ends.add(end);
        return end;
    }

    @Override
    public void finished(List<Host> hosts, long now) {
        for (var end : ends) {
            if (end.reason == CloseReason.NONE && (end.certain || end.opened)) broken(now, end.name, "has not ended");
        }
        for (Host host : hosts) {
            for (var connection : host.stack().tcp().connections()) {
                broken(now, host + " " + connection.flow(), "is still in " + connection.state() + ": "
                        + connection.explain(now));
            }
            int halfOpen = host.stack().tcp().halfOpenCount();
            if (halfOpen > 0) broken(now, host, halfOpen + " half-open connections are left");
            int timeWaits = host.stack().tcp().timeWaitCount();
            if (timeWaits > 0) broken(now, host, timeWaits + " connections are left in TIME-WAIT");
        }
    }

    /** One side of a connection. */
    public final class End {
        private final String name;
        private final Set<CloseReason> allowed;
        private final boolean certain;
        private CloseReason reason = CloseReason.NONE;
        private boolean opened;

        private End(String name, Set<CloseReason> allowed, boolean certain) {
            this.name = name;
            this.allowed = allowed;
            this.certain = certain;
        }

        public void opened() {
            opened = true;
        }

        public void ended(CloseReason reason, long now) {
            this.reason = reason;
            if (!allowed.contains(reason)) broken(now, name, "ended with \"" + reason.text() + "\"");
        }

        /** NONE until then. */
        public CloseReason reason() {
            return reason;
        }
    }
}
