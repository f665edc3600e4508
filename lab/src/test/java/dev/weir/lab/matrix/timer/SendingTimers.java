package dev.weir.lab.matrix.timer;

import dev.weir.lab.matrix.start.Start;

/** What is outstanding or waits for a window: time-outs, back-off, R2. */
final class SendingTimers {
    private static final String TIMED_OUT = "-1 ETIMEDOUT (Connection timed out)";

    private SendingTimers() {}

    static String data(Profile p, long rtt) {
        var script = new TimerScript(
                "Data after a round trip of %d ms, never acknowledged: time-outs double from %d to %d ms, until R2."
                        .formatted(rtt, p.rto(rtt), p.maximum),
                "9293#3.8.1 9293#3.8.3 6298#2 6298#5.5 MUST-18 MUST-19 MUST-20", p);
        script.listening().accepted(rtt);
        script.at(script.now(), "write(4, ..., 100) = 100");
        unacknowledged(script, p, p.rto(rtt), p.r2, "P. 1:101(100) ack 1", "ESTABLISHED");
        script.at(script.now(), "read(4, ..., 100) = " + TIMED_OUT);
        return script.toString();
    }

    static String fin(Profile p) {
        var script = new TimerScript("A FIN that is never acknowledged is sent again as data is, until R2.",
                "9293#3.8.3 6298#5.5 MUST-20", p);
        script.listening().accepted(100);
        script.at(script.now(), "close(4) = 0");
        unacknowledged(script, p, p.rto(100), p.r2, "F. 1:1(0) ack 1", "FIN_WAIT_1");
        return script.toString();
    }

    /** The estimate knows round trips of 1 ms only, so that the time-out is nearly G. */
    static String silence(Profile p, Start start) {
        var script = new TimerScript("Silence of the peer in " + start.words()
                + ": what is outstanding is sent again until R2.",
                "9293#3.8.3 6298#5.5 MUST-20 EDGE-RECOVERY-11", p, "--config=tcp.acks.delayed=false",
                "--config=tcp.rto.granularity=1s", "--config=tcp.rto.minimum=2s");
        script.listening("setsockopt(3, SOL_SOCKET, SO_RCVBUF, [" + Start.BUFFER_BYTES + "], 4) = 0");
        script.lines(p == Profile.FREEBSD ? finWithAck(start) : start.lines(false), 3);
        var block = start.block(false, true);
        long rto = 2000;
        long first = script.now();
        for (long interval : p.doubling(rto, 100)) {
            if (script.now() + interval >= first + p.r2) break;
            script.at(script.now() + interval, "> %s 301:401(100) ack %d".formatted(
                    block.finSent() ? "FP." : "P.", block.rcvNxt()));
        }
        script.turns(first + p.r2, "state == " + start.state.name(),
                "state == CLOSED and closeReason == RETRANSMISSION_TIMED_OUT");
        script.at(script.now(), "close(4) = 0");
        return script.toString();
    }

    /** At the BSDs our FIN leaves again with each ACK. */
    private static String finWithAck(Start start) {
        return start.lines(false).replace("> .  402:402(0)", "> F. 401:401(0)");
    }

    static String userTimeout(Profile p, long millis) {
        var script = new TimerScript("The application gives up after %d ms.".formatted(millis),
                "9293#3.8.3 5482#3 MUST-21", p);
        script.listening().accepted(10);
        script.at(script.now(), "setsockopt(4, IPPROTO_TCP, TCP_USER_TIMEOUT, [" + millis + "], 4) = 0");
        script.at(script.now(), "write(4, ..., 100) = 100");
        unacknowledged(script, p, p.rto(10), millis, "P. 1:101(100) ack 1", "ESTABLISHED");
        script.at(script.now(), "write(4, ..., 10) = " + TIMED_OUT);
        return script.toString();
    }

    /** R2 counts from the first transmission. */
    private static void unacknowledged(TimerScript script, Profile p, long rto, long r2, String segment, String state) {
        long first = script.now();
        script.at(first, "> " + segment);
        for (long interval : p.doubling(rto, 100)) {
            if (script.now() + interval >= first + r2) break;
            script.at(script.now() + interval, "> " + segment);
        }
        script.turns(first + r2, "state == " + state, "state == CLOSED");
    }

    /**
     * 3.9.1.1: the time runs from when the data was submitted; each answer shows that the peer lives, and starts it
     * anew.
     */
    static String persist(Profile p, int answered, boolean forEver) {
        var script = new TimerScript("A shut window is probed after one time-out, and then ever more seldom; "
                + (forEver ? "answered for ever." : answered + " answers, then silence until R2."),
                "9293#3.8.6.1 MUST-36 MUST-37 SHLD-29 SHLD-30", p);
        script.listening().accepted(10);
        long rto = p.rto(10);
        script.at(script.now(), "< .  1:1(0) ack 1 win 0");
        script.at(script.now(), "write(4, ..., 100) = 100");
        long counted = script.now();
        int probes = 0;
        for (long interval : p.doubling(rto, 100)) {
            long next = script.now() + interval;
            if (forEver ? probes == answered : next >= counted + p.r2) break;
            script.at(next, "> .  1:2(1) ack 1");
            if (probes++ < answered) {
                script.at(next, "< .  1:1(0) ack 1 win 0");
                counted = next;
            }
        }
        script.at(script.now(), "%{ assert events.NEGATIVE_ADVICE == " + (forEver ? 0 : 1) + " }%");
        if (forEver) {
            script.at(script.now(), "< .  1:1(0) ack 1 win 65535");
            script.at(script.now(), "> P. 1:101(100) ack 1");
        } else {
            script.turns(counted + p.r2, "state == ESTABLISHED", "state == CLOSED");
            script.at(script.now(), "read(4, ..., 10) = " + TIMED_OUT);
        }
        return script.toString();
    }
}
