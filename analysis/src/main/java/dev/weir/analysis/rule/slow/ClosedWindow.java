package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.OfferedWindow;
import dev.weir.analysis.conversation.ZeroWindow;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** A receiver whose program does not read, and a sender that does not ask whether it does again. */
public final class ClosedWindow implements Rule {
    /** Below a second in all nobody notices: buffers fill and empty in every healthy transfer to a busy program. */
    private static final long LEAST_NANOS = 1_000_000_000L;
    /** And of the connection's time, so that a long one may have a short stall. */
    private static final double LEAST_SHARE = 0.05;
    /** Linux' longest pause between probes is two minutes (TCP_RTO_MAX); no stack waits longer for its first one. */
    private static final long UNASKED_NANOS = 120_000_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        for (boolean client : new boolean[] {true, false}) {
            var window = c.from(client).window();
            var unasked = window.examples().stream().filter(z -> z.end() == ZeroWindow.End.NEVER && z.probes() == 0
                    && context.lastNanos() - z.startNanos() >= UNASKED_NANOS).findFirst();
            if (unasked.isPresent()) {
                deadlock(c, client, unasked.get(), context, findings);
            } else if (window.zeroWindows() > 0 && window.crampedNanos() >= LEAST_NANOS
                    && window.crampedNanos() >= LEAST_SHARE * c.elapsedNanos()) {
                slow(client, window, findings);
            }
        }
    }

    private static void slow(boolean client, OfferedWindow window, Findings findings) {
        String reader = client ? "client" : "server";
        var frames = window.examples().stream().map(ZeroWindow::fromFrame).toList();
        var draft = findings.of(Fault.ZERO_WINDOW)
                .by(client ? Culprit.CLIENT_APPLICATION : Culprit.SERVER_APPLICATION)
                .verdict("The program of the " + reader + " does not read fast enough: its window was closed, or "
                        + "too small for a full segment, for " + Quantity.time(window.crampedNanos()) + ".")
                .because("the " + reader + " offers no window, or hardly any, " + Quantity.count(window.cramped(),
                        "time"), frames)
                .not(Fault.PACKET_LOSS, "the receiver itself asks for the pause", frames.getFirst())
                .not(Fault.WINDOW_SMALLER_THAN_BDP, "the window does not only fill, it closes: " + Quantity.bytes(
                        window.greatestBytes()) + " fit when it is open", frames.getFirst())
                .cost(window.crampedNanos())
                .advice("Profile the " + reader + "'s program: it pauses between reads for about "
                        + Quantity.time(window.crampedNanos() / window.cramped())
                                + ". The network and the sender are fine.");
        var reopened = window.examples().stream().filter(z -> z.toFrame() != 0).map(ZeroWindow::toFrame).toList();
        if (!reopened.isEmpty()) draft.because("and later opens it again", reopened);
        findings.claim(draft);
    }

    private static void deadlock(
            Conversation c, boolean client, ZeroWindow zero, FileContext context, Findings findings) {
        long silent = context.lastNanos() - zero.startNanos();
        findings.claim(findings.of(Fault.WINDOW_UPDATE_LOST)
                .by(client ? Culprit.SERVER_HOST : Culprit.CLIENT_HOST)
                .verdict("The " + (client ? "client" : "server")
                        + "'s window is closed, and the other side does not ask "
                        + "whether it has opened: both wait for " + Quantity.time(silent) + " already.")
                .because("the window closes", zero.fromFrame())
                .because("no probe follows within " + Quantity.time(silent), c.lastFrame())
                .not(Fault.ZERO_WINDOW, "a sender that obeys RFC 9293 would have probed, and the answer would tell",
                        c.lastFrame())
                .cost(silent));
    }
}
