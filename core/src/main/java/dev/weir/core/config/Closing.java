package dev.weir.core.config;

import java.time.Duration;

/**
 * How connections end: RFC 9293 3.6.
 *
 * @param timeWait 2 MSL, 0..10 min
 * @param finWait2 how long a closed connection waits for the peer's FIN, 1 s..24 h
 * @param timeWaitReuse a new SYN may reopen a connection in TIME-WAIT (MAY-2, RFC 6191)
 * @param timeWaitIgnoresReset RFC 1337: a reset does not end TIME-WAIT
 * @param resetsUnread CLOSE with unread data resets the connection (SHLD-3); otherwise the data is thrown away
 * @param bsdTimeWait TIME-WAIT as the BSDs have it: resets and segments without ACK are dropped, a SYN without ACK beyond
 *     RCV.NXT ends it whatever else it carries, and all but a repetition of the last ACK is acknowledged
 * @param finWithAcks as at the BSDs, our FIN leaves again with each ACK until it is acknowledged, and the ACK that comes with
 *     the peer's FIN again counts; otherwise ours leaves again only when it is lost, and theirs is before the window
 */
public record Closing(
        Duration timeWait,
        Duration finWait2,
        boolean timeWaitReuse,
        boolean timeWaitIgnoresReset,
        boolean resetsUnread,
        boolean bsdTimeWait,
        boolean finWithAcks) {
    public Closing {
        Range.check("timeWait", timeWait, "PT0S", "PT10M");
        Range.check("finWait2", finWait2, "PT1S", "PT24H");
    }

    public Closing withTimeWait(Duration timeWait) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }

    public Closing withFinWait2(Duration finWait2) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }

    public Closing withTimeWaitReuse(boolean timeWaitReuse) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }

    public Closing withTimeWaitIgnoresReset(boolean timeWaitIgnoresReset) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }

    public Closing withResetsUnread(boolean resetsUnread) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }

    public Closing withBsdTimeWait(boolean bsdTimeWait) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }

    public Closing withFinWithAcks(boolean finWithAcks) {
        return new Closing(timeWait, finWait2, timeWaitReuse, timeWaitIgnoresReset, resetsUnread, bsdTimeWait,
                finWithAcks);
    }
}
