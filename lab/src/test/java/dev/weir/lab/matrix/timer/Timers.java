package dev.weir.lab.matrix.timer;

import dev.weir.lab.matrix.start.Start;
import java.util.Map;
import java.util.TreeMap;

/** Every timer of TCP, its first expiry, its back-off and its end, to the nanosecond, in every profile. */
public final class Timers {
    private Timers() {}

    /** By path below the matrix. */
    public static Map<String, String> scripts() {
        var scripts = new TreeMap<String, String>();
        for (Profile p : Profile.values()) {
            String end = "-" + p.option() + ".pkt";
            scripts.put("timer/syn" + end, OpeningTimers.syn(p));
            scripts.put("timer/syn-ack" + end, OpeningTimers.synAck(p));
            scripts.put("timer/syn-ack-of-simultaneous-open" + end, OpeningTimers.simultaneousOpen(p));
            for (long rtt : new long[] {1, 10, 100, 400, 900}) {
                scripts.put("timer/data-rtt-%03dms%s".formatted(rtt, end), SendingTimers.data(p, rtt));
            }
            scripts.put("timer/fin" + end, SendingTimers.fin(p));
            for (Start start : new Start[] {Start.FIN_WAIT_1, Start.CLOSE_WAIT, Start.CLOSING, Start.LAST_ACK}) {
                scripts.put("timer/silence-in-" + start.folder + end, SendingTimers.silence(p, start));
            }
            for (long millis : new long[] {500, 5000, 60_000}) {
                scripts.put("timer/user-timeout-%05dms%s".formatted(millis, end), SendingTimers.userTimeout(p, millis));
            }
            scripts.put("timer/persist-answered" + end, SendingTimers.persist(p, 12, true));
            scripts.put("timer/persist-unanswered" + end, SendingTimers.persist(p, 0, false));
            scripts.put("timer/persist-answered-at-first" + end, SendingTimers.persist(p, 3, false));
            scripts.put("timer/keep-alive-default" + end, QuietTimers.keepAlive(p, Profile.KEEP_ALIVE_IDLE,
                    Profile.KEEP_ALIVE_INTERVAL, p.keepAliveProbes, true));
            for (int count : new int[] {1, 3}) {
                scripts.put("timer/keep-alive-" + count + end, QuietTimers.keepAlive(p, 10_000, 2_000, count, false));
            }
            scripts.put("timer/keep-alive-answered" + end, QuietTimers.keepAliveAnswered(p));
            scripts.put("timer/delayed-ack" + end, QuietTimers.delayedAck(p, p.delay, false));
            for (long delay : new long[] {1, 499}) {
                scripts.put("timer/delayed-ack-%03dms%s".formatted(delay, end), QuietTimers.delayedAck(p, delay, true));
            }
            scripts.put("timer/fin-wait-2" + end, ClosingTimers.finWait2(p, p.finWait2, false));
            scripts.put("timer/fin-wait-2-1s" + end, ClosingTimers.finWait2(p, 1000, true));
            scripts.put("timer/fin-wait-2-half-closed" + end, ClosingTimers.halfClosed(p));
            scripts.put("timer/time-wait" + end, ClosingTimers.timeWait(p, p.timeWait, false));
            scripts.put("timer/time-wait-1s" + end, ClosingTimers.timeWait(p, 1000, true));
            scripts.put("timer/linger" + end, ClosingTimers.linger(p));
        }
        return scripts;
    }
}
