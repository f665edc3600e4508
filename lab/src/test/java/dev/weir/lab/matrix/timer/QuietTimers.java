package dev.weir.lab.matrix.timer;

/** Keep-alive and the delayed ACK. */
final class QuietTimers {
    private static final String TIMED_OUT = "-1 ETIMEDOUT (Connection timed out)";

    private QuietTimers() {}

    static String keepAlive(Profile p, long idle, long interval, int count, boolean byDefault) {
        var script = new TimerScript(
                "Silence: the first probe after %d s, then every %d s, and after %d in vain the end."
                        .formatted(idle / 1000, interval / 1000, count),
                "9293#3.8.4 MUST-24 MUST-25 MUST-26 MUST-27 MUST-29", p);
        script.listening().accepted(10);
        keepAliveOn(script, idle, interval, count, byDefault);
        for (int i = 0; i < count; i++) script.at(script.now() + (i == 0 ? idle : interval), "> .  0:0(0) ack 1");
        script.at(script.now() + interval, "> R. 1:1(0) ack 1");
        script.at(script.now(), "%{ assert state == CLOSED }%");
        script.at(script.now(), "read(4, ..., 10) = " + TIMED_OUT);
        return script.toString();
    }

    private static void keepAliveOn(TimerScript script, long idle, long interval, int count, boolean byDefault) {
        script.at(script.now(), "setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0");
        if (byDefault) return;
        script.at(script.now(), "setsockopt(4, IPPROTO_TCP, TCP_KEEPIDLE, [" + idle / 1000 + "], 4) = 0");
        script.at(script.now(), "setsockopt(4, IPPROTO_TCP, TCP_KEEPINTVL, [" + interval / 1000 + "], 4) = 0");
        script.at(script.now(), "setsockopt(4, IPPROTO_TCP, TCP_KEEPCNT, [" + count + "], 4) = 0");
    }

    static String keepAliveAnswered(Profile p) {
        var script = new TimerScript("Whatever arrives begins the silence anew: an answer, and data.",
                "9293#3.8.4 MUST-26 MUST-29", p, "--config=tcp.acks.delayed=false");
        script.listening().accepted(10);
        keepAliveOn(script, 10_000, 2_000, 2, false);
        script.at(script.now() + 10_000, "> .  0:0(0) ack 1");
        script.at(script.now() + 1_999, "< .  1:1(0) ack 1 win 65535");
        script.at(script.now() + 10_000, "> .  0:0(0) ack 1");
        script.at(script.now() + 2_000, "> .  0:0(0) ack 1");
        script.at(script.now() + 1_000, "< .  1:1(0) ack 1 win 65535");
        script.at(script.now() + 5_000, "< P. 1:11(10) ack 1 win 65535");
        script.at(script.now(), "> .  1:1(0) ack 11");
        script.at(script.now() + 10_000, "> .  0:0(0) ack 11");
        script.at(script.now() + 2_000, "> .  0:0(0) ack 11");
        script.at(script.now() + 2_000, "> R. 1:1(0) ack 11");
        return script.toString();
    }

    static String delayedAck(Profile p, long delay, boolean configured) {
        var script = new TimerScript(
                "%d quick ACKs, then one after %d ms or with the second full segment.".formatted(p.quickAcks, delay),
                "9293#3.8.6.3 5681#4.2 MUST-40 SHLD-18 SHLD-19", p,
                configured ? new String[] {"--config=tcp.acks.delay=" + delay + "ms"} : new String[0]);
        script.listening().accepted(10);
        long next = 1;
        for (int i = 0; i < p.quickAcks; i++, next += 1000) {
            script.at(script.now() + 10, "< .  %d:%d(1000) ack 1 win 65535".formatted(next, next + 1000));
            script.at(script.now(), "> .  1:1(0) ack " + (next + 1000));
        }
        script.title("one segment waits for the timer");
        script.at(script.now() + 10, "< .  %d:%d(1000) ack 1 win 65535".formatted(next, next + 1000));
        script.at(script.now() + delay, "> .  1:1(0) ack " + (next + 1000));
        next += 1000;
        script.title("two segments do not");
        script.at(script.now() + 10, "< .  %d:%d(1000) ack 1 win 65535".formatted(next, next + 1000));
        script.at(script.now(), "< .  %d:%d(1000) ack 1 win 65535".formatted(next + 1000, next + 2000));
        script.at(script.now(), "> .  1:1(0) ack " + (next + 2000));
        next += 2000;
        script.title("nor does data that leaves meanwhile, and the timer is off then");
        script.at(script.now() + 10, "< .  %d:%d(1000) ack 1 win 65535".formatted(next, next + 1000));
        script.at(script.now(), "write(4, ..., 10) = 10");
        script.at(script.now(), "> P. 1:11(10) ack " + (next + 1000));
        next += 1000;
        script.at(script.now() + 10, "< .  %1$d:%1$d(0) ack 11 win 65535".formatted(next));
        script.at(script.now() + 1000, "< F. %1$d:%1$d(0) ack 11 win 65535".formatted(next));
        script.title("a FIN is acknowledged at once");
        script.at(script.now(), "> .  11:11(0) ack " + (next + 1));
        return script.toString();
    }
}
