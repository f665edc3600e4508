package dev.weir.lab.matrix.timer;

import dev.weir.lab.matrix.start.Start;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every timer of TCP, its first expiry, its back-off and its end, to the nanosecond, in every profile. */
public final class Timers {
    private static final String TIMED_OUT = "-1 ETIMEDOUT (Connection timed out)";

    private Timers() {}

    /** By path below the matrix. */
    public static Map<String, String> scripts() {
        var scripts = new TreeMap<String, String>();
        for (Profile p : Profile.values()) {
            String end = "-" + p.option() + ".pkt";
            scripts.put("timer/syn" + end, syn(p));
            scripts.put("timer/syn-ack" + end, synAck(p));
            scripts.put("timer/syn-ack-of-simultaneous-open" + end, simultaneousOpen(p));
            for (long rtt : new long[] {1, 10, 100, 400, 900}) {
                scripts.put("timer/data-rtt-%03dms%s".formatted(rtt, end), data(p, rtt));
            }
            scripts.put("timer/fin" + end, fin(p));
            for (Start start : new Start[] {Start.FIN_WAIT_1, Start.CLOSE_WAIT, Start.CLOSING, Start.LAST_ACK}) {
                scripts.put("timer/silence-in-" + start.folder + end, silence(p, start));
            }
            for (long millis : new long[] {500, 5000, 60_000}) {
                scripts.put("timer/user-timeout-%05dms%s".formatted(millis, end), userTimeout(p, millis));
            }
            scripts.put("timer/persist-answered" + end, persist(p, 12, true));
            scripts.put("timer/persist-unanswered" + end, persist(p, 0, false));
            scripts.put("timer/persist-answered-at-first" + end, persist(p, 3, false));
            scripts.put("timer/keep-alive-default" + end, keepAlive(p, Profile.KEEP_ALIVE_IDLE,
                    Profile.KEEP_ALIVE_INTERVAL, p.keepAliveProbes, true));
            for (int count : new int[] {1, 3}) {
                scripts.put("timer/keep-alive-" + count + end, keepAlive(p, 10_000, 2_000, count, false));
            }
            scripts.put("timer/keep-alive-answered" + end, keepAliveAnswered(p));
            scripts.put("timer/delayed-ack" + end, delayedAck(p, p.delay, false));
            for (long delay : new long[] {1, 499}) {
                scripts.put("timer/delayed-ack-%03dms%s".formatted(delay, end), delayedAck(p, delay, true));
            }
            scripts.put("timer/fin-wait-2" + end, finWait2(p, p.finWait2, false));
            scripts.put("timer/fin-wait-2-1s" + end, finWait2(p, 1000, true));
            scripts.put("timer/fin-wait-2-half-closed" + end, halfClosed(p));
            scripts.put("timer/time-wait" + end, timeWait(p, p.timeWait, false));
            scripts.put("timer/time-wait-1s" + end, timeWait(p, 1000, true));
            scripts.put("timer/linger" + end, linger(p));
        }
        return scripts;
    }

    // ---------------------------------------------------------------- handshake

    private static String syn(Profile p) {
        var script = new TimerScript("An unanswered SYN: " + p.synLinear + " linear time-outs, then " + p.synRetries
                + " doubling, then the attempt fails.", "9293#3.8.3 6298#2.1 6298#5.5 MUST-19 MUST-23", p);
        List<Long> intervals = p.syn();
        script.at(0, "socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        script.until(intervals.stream().mapToLong(Long::longValue).sum(), "connect(3, ..., ...) = " + TIMED_OUT);
        script.at(0, "> S  0:0(0) <...>");
        for (long interval : intervals.subList(0, intervals.size() - 1)) script.at(script.now() + interval, "> S  0:0(0) <...>");
        script.turns(script.now() + intervals.getLast(), "state == SYN_SENT", "state == CLOSED");
        return script.toString();
    }

    private static String synAck(Profile p) {
        var script = new TimerScript("An unanswered SYN-ACK, sent again " + p.synAckRetries + " times; then the listener forgets.",
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
    private static String simultaneousOpen(Profile p) {
        var script = new TimerScript("SYNs cross at once: the unanswered SYN-ACK is sent again " + p.synAckRetries + " times.",
                "9293#3.5 9293#3.8.3 MUST-10", p);
        List<Long> intervals = p.doubling(Profile.INITIAL, p.synAckRetries + 1);
        script.at(0, "socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        script.until(intervals.stream().mapToLong(Long::longValue).sum(), "connect(3, ..., ...) = " + TIMED_OUT);
        script.at(0, "> S  0:0(0) <...>");
        script.at(0, "< S  0:0(0) win 65535 <mss 1000>");
        script.at(0, "> S. 0:0(0) ack 1 <...>");
        for (long interval : intervals.subList(0, p.synAckRetries)) {
            script.at(script.now() + interval, "> S. 0:0(0) ack 1 <...>");
        }
        script.turns(script.now() + intervals.getLast(), "state == SYN_RECEIVED", "state == CLOSED");
        return script.toString();
    }

    // ---------------------------------------------------------------- retransmission

    private static String data(Profile p, long rtt) {
        var script = new TimerScript("Data after a round trip of %d ms, never acknowledged: time-outs double from %d ms up to %d ms, until R2."
                .formatted(rtt, p.rto(rtt), p.maximum), "9293#3.8.1 9293#3.8.3 6298#2 6298#5.5 MUST-18 MUST-19 MUST-20", p);
        script.listening().accepted(rtt);
        script.at(script.now(), "write(4, ..., 100) = 100");
        unacknowledged(script, p, p.rto(rtt), p.r2, "P. 1:101(100) ack 1", "ESTABLISHED");
        script.at(script.now(), "read(4, ..., 100) = " + TIMED_OUT);
        return script.toString();
    }

    private static String fin(Profile p) {
        var script = new TimerScript("A FIN that is never acknowledged is sent again as data is, until R2.",
                "9293#3.8.3 6298#5.5 MUST-20", p);
        script.listening().accepted(100);
        script.at(script.now(), "close(4) = 0");
        unacknowledged(script, p, p.rto(100), p.r2, "F. 1:1(0) ack 1", "FIN_WAIT_1");
        return script.toString();
    }

    /** The estimate knows round trips of 1 ms only, so that the time-out is nearly G. */
    private static String silence(Profile p, Start start) {
        var script = new TimerScript("Silence of the peer in " + start.words() + ": what is outstanding is sent again until R2.",
                "9293#3.8.3 6298#5.5 MUST-20 EDGE-RECOVERY-11", p, "--config=tcp.acks.delayed=false",
                "--config=tcp.rto.granularity=1s", "--config=tcp.rto.minimum=2s");
        script.listening("setsockopt(3, SOL_SOCKET, SO_RCVBUF, [" + Start.BUFFER_BYTES + "], 4) = 0");
        script.lines(start.lines(false), 3);
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

    private static String userTimeout(Profile p, long millis) {
        var script = new TimerScript("The application gives up after %d ms.".formatted(millis), "9293#3.8.3 5482#3 MUST-21", p);
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

    // ---------------------------------------------------------------- persist

    /** 3.9.1.1: the time runs from when the data was submitted; each answer shows that the peer lives, and starts it anew. */
    private static String persist(Profile p, int answered, boolean forEver) {
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

    // ---------------------------------------------------------------- keep-alive

    private static String keepAlive(Profile p, long idle, long interval, int count, boolean byDefault) {
        var script = new TimerScript("Silence: the first probe after %d s, then every %d s, and after %d in vain the end."
                .formatted(idle / 1000, interval / 1000, count), "9293#3.8.4 MUST-24 MUST-25 MUST-26 MUST-27 MUST-29", p);
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

    private static String keepAliveAnswered(Profile p) {
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

    // ---------------------------------------------------------------- acknowledgments

    private static String delayedAck(Profile p, long delay, boolean configured) {
        var script = new TimerScript("%d quick ACKs, then one after %d ms or with the second full segment.".formatted(p.quickAcks, delay),
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

    // ---------------------------------------------------------------- the end

    private static String finWait2(Profile p, long millis, boolean configured) {
        var script = new TimerScript("Closed, and the peer does not close: FIN-WAIT-2 ends after %d ms.".formatted(millis),
                "9293#3.6.1", p, configured ? new String[] {"--config=tcp.closing.finWait2=" + millis + "ms"} : new String[0]);
        script.listening().accepted(10);
        script.at(script.now(), "close(4) = 0");
        script.at(script.now(), "> F. 1:1(0) ack 1");
        script.at(script.now() + 10, "< .  1:1(0) ack 2 win 65535");
        script.turns(script.now() + millis, "state == FIN_WAIT_2", "state == CLOSED");
        return script.toString();
    }

    private static String halfClosed(Profile p) {
        var script = new TimerScript("Half closed, the application still reads: FIN-WAIT-2 has no end.", "9293#3.6 9293#3.10.4", p);
        script.listening().accepted(10);
        script.at(script.now(), "shutdown(4, SHUT_WR) = 0");
        script.at(script.now(), "> F. 1:1(0) ack 1");
        script.at(script.now() + 10, "< .  1:1(0) ack 2 win 65535");
        script.at(script.now() + 86_400_000, "%{ assert state == FIN_WAIT_2 }%");
        script.title("until it closes");
        script.at(script.now(), "close(4) = 0");
        script.turns(script.now() + p.finWait2, "state == FIN_WAIT_2", "state == CLOSED");
        return script.toString();
    }

    private static String timeWait(Profile p, long millis, boolean configured) {
        var script = new TimerScript("TIME-WAIT lasts %d ms; only the FIN again starts it anew.".formatted(millis),
                "9293#3.6.1 9293#3.10.7.4 MUST-13", p,
                configured ? new String[] {"--config=tcp.closing.timeWait=" + millis + "ms"} : new String[0]);
        script.listening().accepted(10);
        script.at(script.now(), "close(4) = 0");
        script.at(script.now(), "> F. 1:1(0) ack 1");
        script.at(script.now() + 10, "< F. 1:1(0) ack 2 win 65535");
        script.at(script.now(), "> .  2:2(0) ack 2");
        script.at(script.now() + millis - 1, "< F. 1:1(0) ack 2 win 65535");
        script.at(script.now(), "> .  2:2(0) ack 2");
        long restarted = script.now();
        script.at(restarted + 100, "< .  2:2(0) ack 2 win 65535");
        script.at(restarted + 700, "< .  2:12(10) ack 2 win 65535");
        script.at(restarted + 700, "> .  2:2(0) ack 2");
        script.turns(restarted + millis, "state == TIME_WAIT", "state == CLOSED");
        return script.toString();
    }

    private static String linger(Profile p) {
        var script = new TimerScript("A close that lingers returns with the ACK of the FIN, or when its time is over.",
                "9293#3.9.1.4", p).listening();
        script.title("over");
        script.accepted(100);
        script.at(script.now(), "setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=2}, 8) = 0");
        long closed = script.now();
        script.until(closed + 2000, "close(4) = 0");
        long rto = p.rto(100);
        script.at(closed, "> F. 1:1(0) ack 1");
        for (long interval : p.doubling(rto, 100)) {
            if (script.now() + interval > closed + 2000) break;
            script.at(script.now() + interval, "> F. 1:1(0) ack 1");
        }
        script.at(closed + 2001, "< R  1:1(0) win 0");
        script.title("acknowledged");
        script.at(script.now(), "< [new] S 0:0(0) win 65535 <mss 1000>");
        script.at(script.now(), "> S. 0:0(0) ack 1 <...>");
        script.at(script.now() + 100, "< .  1:1(0) ack 1 win 65535");
        script.at(script.now(), "accept(3, ..., ...) = 4");
        script.at(script.now(), "setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=2}, 8) = 0");
        script.until(script.now() + 77, "close(4) = 0");
        script.at(script.now(), "> F. 1:1(0) ack 1");
        script.at(script.now() + 77, "< .  1:1(0) ack 2 win 65535");
        script.at(script.now(), "< R  1:1(0) win 0");
        script.title("at zero seconds a reset");
        script.at(script.now(), "< [new] S 0:0(0) win 65535 <mss 1000>");
        script.at(script.now(), "> S. 0:0(0) ack 1 <...>");
        script.at(script.now() + 100, "< .  1:1(0) ack 1 win 65535");
        script.at(script.now(), "accept(3, ..., ...) = 4");
        script.at(script.now(), "setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0");
        script.at(script.now(), "close(4) = 0");
        script.at(script.now(), "> R. 1:1(0) ack 1");
        return script.toString();
    }
}
