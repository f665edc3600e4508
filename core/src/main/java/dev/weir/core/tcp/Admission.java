package dev.weir.core.tcp;

import dev.weir.core.event.Flow;

/** Decides about a SYN before anything is kept for it; called inside a turn, so it must be quick and may not call the stack. */
@FunctionalInterface
public interface Admission {
    Admission ALL = (flow, open, openOfPeer) -> Verdict.ALLOW;

    /**
     * @param open connections of the listener that are open, half-open ones included
     * @param openOfPeer those of them whose remote address is this one's
     */
    Verdict admit(Flow flow, int open, int openOfPeer);

    /** @param rule what decided, for events and logs: "deny 10.0.0.0/8" */
    record Verdict(Action action, String rule) {
        public static final Verdict ALLOW = new Verdict(Action.ALLOW, "no rule");
    }

    /** What becomes of the SYN. */
    enum Action {
        ALLOW,
        /** Dropped: the peer tries again and times out. */
        DROP,
        /** Answered by a reset. */
        REJECT
    }
}
