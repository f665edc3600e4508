package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What clients would have lived through, from what each address did by itself.
 *
 * @param firstNanos when a client that starts the next attempt early has a connection
 * @param winner the address that it gets
 * @param sequentialNanos what one that gives up on each address first waits in addition; of those that were silent, the
 *     time that Linux takes
 * @spec https://www.rfc-editor.org/rfc/rfc8305#section-5 RFC 8305, section 5
 */
public record HappyEyeballs(long firstNanos, String winner, long sequentialNanos) implements Result {
    private static final long ATTEMPT_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Of a SYN that nobody answers: six retransmissions (tcp_syn_retries). */
    private static final long LINUX_SYN_NANOS = TimeUnit.SECONDS.toNanos(127);

    public static HappyEyeballs of(Visit visit) {
        var order = visit.first(Resolution.class).map(Resolution::addresses).orElse(List.of());
        var attempts = order.stream().flatMap(address -> visit.all(Attempt.class).stream()
                .filter(attempt -> attempt.address().equals(address))).toList();
        long startAt = 0;
        long best = Long.MAX_VALUE;
        String winner = "";
        for (var attempt : attempts) {
            if (startAt >= best) break;
            if (attempt.isConnected() && startAt + attempt.nanos() < best) {
                best = startAt + attempt.nanos();
                winner = attempt.address().toString();
            }
            // a failure starts the next attempt at once
            startAt += attempt.isConnected() ? ATTEMPT_DELAY_NANOS : Math.min(ATTEMPT_DELAY_NANOS, attempt.nanos());
        }
        return new HappyEyeballs(best == Long.MAX_VALUE ? 0 : best, winner, sequential(attempts));
    }

    private static long sequential(List<Attempt> attempts) {
        long waited = 0;
        for (var attempt : attempts) {
            if (attempt.isConnected()) return waited;
            waited += switch (attempt.end()) {
                case SILENT -> LINUX_SYN_NANOS;
                case CONNECTED, REFUSED, NOT_SENT, UNREACHABLE, NO_PORT, FAILED -> attempt.nanos();
            };
        }
        return waited;
    }

    @Override
    public String step() {
        return "clients";
    }

    /** It was not measured, but follows from what was. */
    @Override
    public long beganNanos() {
        return 0;
    }

    @Override
    public long nanos() {
        return firstNanos;
    }

    @Override
    public String text() {
        if (winner.isEmpty()) return "no client gets a connection";
        return "a client with Happy Eyeballs (RFC 8305) is connected to " + winner + " after "
                + Quantity.time(firstNanos)
                + (sequentialNanos == 0 ? "" : "; one that tries one address after the other waits "
                + Quantity.time(sequentialNanos) + " first");
    }
}
