package dev.weir.core.tcp;

import dev.weir.core.event.Counter;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.FastOpenStep;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.fastopen.CookieFunction;
import dev.weir.wire.FastOpenOption;
import java.util.ArrayDeque;

/**
 * Fast Open as a listener has it: whether the data of a SYN may be taken before its handshake is complete, and which cookie
 * the SYN-ACK brings.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.2.2 RFC 7413, sections 4.1.2, 4.2 and 5.1
 */
final class FastOpenServer {
    private static final long RESET_COUNTS_NANOS = 60_000_000_000L; // a reset does not make room for the next attack

    /**
     * What becomes of a SYN.
     *
     * @param accepted the connection is made now
     * @param option of the SYN-ACK
     */
    record Answer(boolean accepted, FastOpenOption option) {
        private static final Answer NONE = new Answer(false, FastOpenOption.ABSENT);
    }

    private final Tcp tcp;
    private final Listener listener;
    private final ArrayDeque<Long> reset = new ArrayDeque<>(); // until when each of them counts
    private int pending; // with those

    FastOpenServer(Tcp tcp, Listener listener) {
        this.tcp = tcp;
        this.listener = listener;
    }

    Answer judge(Flow flow, Segment syn, long now) {
        var shown = syn.options().fastOpen();
        int limit = limit();
        if (limit == 0 || shown.isAbsent() && syn.length() == 0) return Answer.NONE;
        boolean free = tcp.config().fastOpen().serverWithoutCookie() || listener.options().fastOpen().withoutCookie();
        if (shown.isAbsent() && !free) return Answer.NONE;
        if (!hasRoom(limit, now)) {
            tcp.counters().add(Counter.FAST_OPEN_PENDING_FULL);
            return step(flow, FastOpenStep.PENDING_FULL, syn.length(), Answer.NONE, now);
        }
        if (free) return accept(flow, syn, FastOpenOption.ABSENT, now);
        return judgeCookie(flow, syn, shown, now);
    }

    private Answer judgeCookie(Flow flow, Segment syn, FastOpenOption shown, long now) {
        var cookies = listener.options().fastOpen().cookies().orElse(tcp.fastOpenCookies());
        var verdict = shown.isRequest() ? CookieFunction.Verdict.BAD : cookies.judge(shown, flow.remote(), flow.local(), now);
        if (verdict == CookieFunction.Verdict.GOOD) return accept(flow, syn, FastOpenOption.ABSENT, now);
        var fresh = cookies.make(flow.remote(), flow.local(), now).withExperimental(shown.experimental());
        if (verdict == CookieFunction.Verdict.GOOD_BUT_OLD) return accept(flow, syn, fresh, now);
        tcp.counters().add(shown.isRequest() ? Counter.FAST_OPEN_COOKIES_SENT : Counter.FAST_OPEN_BAD_COOKIES);
        var step = shown.isRequest() ? FastOpenStep.COOKIE_GIVEN : FastOpenStep.COOKIE_REFUSED;
        return step(flow, step, syn.length(), new Answer(false, fresh), now);
    }

    private Answer accept(Flow flow, Segment syn, FastOpenOption fresh, long now) {
        if (!tcp.endpoints().hasRoomForConnection()) return Answer.NONE;
        pending++;
        tcp.counters().add(Counter.FAST_OPEN_PASSIVE);
        return step(flow, FastOpenStep.ACCEPTED, syn.length(), new Answer(true, fresh), now);
    }

    /** PendingFastOpenRequests of 4.2.2. */
    private boolean hasRoom(int limit, long now) {
        while (pending >= limit && !reset.isEmpty() && reset.peek() <= now) {
            reset.poll();
            pending--;
        }
        return pending < limit;
    }

    private int limit() {
        if (!tcp.config().fastOpen().server()) return 0;
        int own = listener.options().fastOpen().pending();
        return own > 0 ? own : tcp.config().fastOpen().pending();
    }

    /** The handshake of one of them is complete. */
    void completed() {
        pending--;
    }

    /** One of them ended before; 5.1: one that the peer has reset counts for a while. */
    void ended(boolean byReset, long now) {
        if (byReset) reset.add(now + RESET_COUNTS_NANOS);
        else pending--;
    }

    private Answer step(Flow flow, FastOpenStep step, int bytes, Answer answer, long now) {
        if (tcp.observer().wants(EventKind.FAST_OPEN)) tcp.observer().on(new Event.FastOpen(now, flow, step, bytes));
        return answer;
    }
}
