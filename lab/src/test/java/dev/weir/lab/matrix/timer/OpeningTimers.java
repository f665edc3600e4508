package dev.weir.lab.matrix.timer;

import java.util.List;

/** The SYN and the SYN-ACK: their time-outs, and when they give up. */
final class OpeningTimers {
    private static final String TIMED_OUT = "-1 ETIMEDOUT (Connection timed out)";

    private OpeningTimers() {}

    static String syn(Profile p) {
        var script = new TimerScript("An unanswered SYN: " + p.synLinear + " linear time-outs, then " + p.synRetries
                + " doubling, then the attempt fails.", "9293#3.8.3 6298#2.1 6298#5.5 MUST-19 MUST-23", p);
        List<Long> intervals = p.syn();
        script.at(0, "socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        script.until(intervals.stream().mapToLong(Long::longValue).sum(), "connect(3, ..., ...) = " + TIMED_OUT);
        script.at(0, "> " + p.syn + " 0:0(0) <...>");
        for (long interval : intervals.subList(0, intervals.size() - 1)) script.at(script.now() + interval,
                "> S  0:0(0) <...>");
        script.turns(script.now() + intervals.getLast(), "state == SYN_SENT", "state == CLOSED");
        return script.toString();
    }

    static String synAck(Profile p) {
        var script = new TimerScript("An unanswered SYN-ACK, sent again " + p.synAckRetries
                + " times; then the listener forgets.",
                "9293#3.8.3 6298#5.5 EDGE-HANDSHAKE-10", p).listening();
        script.at(0, "< S  0:0(0) win 65535 <mss 1000>");
        script.at(0, "> S. 0:0(0) ack 1 <...>");
        List<Long> intervals = p.doubling(Profile.INITIAL, p.synAckRetries + 1);
        for (long interval : intervals.subList(0, p.synAckRetries)) {
            script.at(script.now() + interval, "> S. 0:0(0) ack 1 <...>");
        }
        script.turns(script.now() + intervals.getLast(), "state == SYN_RECEIVED", "state == LISTEN");
        return script.toString();
    }

    /** The SYN goes on as a SYN-ACK, its back-off with it; the retries are those of a SYN-ACK. */
    static String simultaneousOpen(Profile p) {
        var script = new TimerScript("SYNs cross at once: the unanswered SYN-ACK is sent again " + p.synAckRetries
                + " times.",
                "9293#3.5 9293#3.8.3 MUST-10", p);
        List<Long> intervals = p.doubling(Profile.INITIAL, p.synAckRetries + 1);
        script.at(0, "socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        script.until(intervals.stream().mapToLong(Long::longValue).sum(), "connect(3, ..., ...) = " + TIMED_OUT);
        script.at(0, "> " + p.syn + " 0:0(0) <...>");
        script.at(0, "< S  0:0(0) win 65535 <mss 1000>");
        script.at(0, "> S. 0:0(0) ack 1 <...>");
        for (long interval : intervals.subList(0, p.synAckRetries)) {
            script.at(script.now() + interval, "> S. 0:0(0) ack 1 <...>");
        }
        script.turns(script.now() + intervals.getLast(), "state == SYN_RECEIVED", "state == CLOSED");
        return script.toString();
    }
}
