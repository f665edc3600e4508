package dev.weir.core.udp;

/** A call that cannot be granted, with the reason as a value. Carries no stack trace: it is an answer. */
public final class UdpRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why a call was refused. */
    public enum Why {
        ADDRESS_IN_USE("address already in use"),
        ADDRESS_NOT_AVAILABLE("cannot assign requested address: it is not ours"),
        NO_FREE_PORT("no free port in the ephemeral range"),
        /** Broadcast, multicast, unspecified, or port 0. */
        INVALID_DESTINATION("not a unicast address and port"),
        NO_ROUTE("no address of ours can reach that address"),
        TOO_LONG("message too long"),
        CLOSED("endpoint closed");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final Why why;

    public UdpRefused(Why why) {
        super(why.text(), null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
