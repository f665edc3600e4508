package dev.weir.lab.matrix.timer;

/** FIN-WAIT-2, TIME-WAIT and a close that lingers. */
final class ClosingTimers {
    private ClosingTimers() {}

    static String finWait2(Profile p, long millis, boolean configured) {
        var script = new TimerScript(
                "Closed, and the peer does not close: FIN-WAIT-2 ends after %d ms.".formatted(millis), "9293#3.6.1", p,
                configured ? new String[] {"--config=tcp.closing.finWait2=" + millis + "ms"} : new String[0]);
        script.listening().accepted(10);
        script.at(script.now(), "close(4) = 0");
        script.at(script.now(), "> F. 1:1(0) ack 1");
        script.at(script.now() + 10, "< .  1:1(0) ack 2 win 65535");
        script.turns(script.now() + millis, "state == FIN_WAIT_2", "state == CLOSED");
        return script.toString();
    }

    static String halfClosed(Profile p) {
        var script = new TimerScript("Half closed, the application still reads: FIN-WAIT-2 has no end.",
                "9293#3.6 9293#3.10.4", p);
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

    static String timeWait(Profile p, long millis, boolean configured) {
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

    static String linger(Profile p) {
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
