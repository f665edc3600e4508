package dev.weir.core.tcp;

/** A user call of RFC 9293 3.9.1 that cannot be granted, with the reason as a value. Carries no stack trace: it is an answer. */
public final class CallRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why a call was refused. */
    public enum Why {
        ADDRESS_IN_USE("address already in use"),
        ADDRESS_NOT_AVAILABLE("cannot assign requested address: it is not ours"),
        NO_FREE_PORT("no free port in the ephemeral range"),
        /** MUST-46: broadcast, multicast or unspecified. */
        INVALID_DESTINATION("not a unicast address"),
        NO_ROUTE("no address of ours can reach that address"),
        CONNECTION_EXISTS("connection already exists"),
        CONNECTION_CLOSING("connection closing"),
        NOT_CONNECTED("connection does not exist"),
        TOO_MANY_CONNECTIONS("the limit of open connections is reached"),
        STACK_CLOSED("the stack is closed");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final Why why;

    public CallRefused(Why why) {
        super(why.text(), null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
