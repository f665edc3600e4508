package dev.weir.core.event;

/** What Fast Open (RFC 7413) did on one connection, told when it happens. */
public enum FastOpenStep {
    NOT_USED("not used"),
    COOKIE_REQUESTED("our SYN asks for a cookie"),
    COOKIE_SHOWN("our SYN shows a cookie"),
    AVOIDED("not tried: it failed with this peer lately"),
    COOKIE_LEARNED("the SYN-ACK brought a cookie"),
    DATA_ACKNOWLEDGED("the SYN-ACK acknowledged the data of our SYN"),
    DATA_NOT_ACKNOWLEDGED("the SYN-ACK did not acknowledge the data of our SYN: it is sent again"),
    SYN_RETRANSMITTED("no answer: the SYN left again without cookie and data"),
    COOKIE_GIVEN("our SYN-ACK brings a cookie"),
    ACCEPTED("the cookie is good: the data of the SYN is taken"),
    COOKIE_REFUSED("the cookie is not good: the data of the SYN is not taken"),
    PENDING_FULL("too many such connections are pending: the data of the SYN is not taken");

    private final String text;

    FastOpenStep(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
