package dev.weir.analysis.contrast;

import dev.weir.analysis.conversation.Judgement;
import dev.weir.analysis.tshark.Label;
import java.util.Optional;
import java.util.Set;

/** Holds tshark's labels of a packet against what it is judged to be here. */
public final class Contrast {
    private static final String COPY = "it is a packet just seen, captured again";

    private Contrast() {}

    /** Empty where both mean the same. */
    public static Optional<Difference> of(long frame, Set<Label> labels, Judgement judgement) {
        if (labels.contains(Label.KEEP_ALIVE)) return keepAlive(frame, judgement);
        if (labels.contains(Label.ZERO_WINDOW_PROBE)) {
            return judgement == Judgement.ZERO_WINDOW_PROBE ? Optional.empty()
                    : said(frame, Label.ZERO_WINDOW_PROBE, judgement, "the window it asks about is open");
        }
        if (labels.contains(Label.RETRANSMISSION)) return retransmission(frame, labels, judgement);
        if (labels.contains(Label.OUT_OF_ORDER)) return outOfOrder(frame, judgement);
        if (labels.contains(Label.DUPLICATE_ACK)) {
            return switch (judgement) {
                case DUPLICATE_ACK -> Optional.empty();
                case CAPTURED_AGAIN -> said(frame, Label.DUPLICATE_ACK, judgement, COPY);
                default -> said(frame, Label.DUPLICATE_ACK, judgement,
                        "no data of the other side was outstanding (RFC 5681 2)");
            };
        }
        return unsaid(frame, judgement);
    }

    private static Optional<Difference> keepAlive(long frame, Judgement judgement) {
        return switch (judgement) {
            case KEEP_ALIVE -> Optional.empty();
            case ZERO_WINDOW_PROBE -> said(frame, Label.KEEP_ALIVE, judgement,
                    "the other side's window is closed: it asks whether it opened (RFC 9293 3.8.6.1)");
            default -> said(frame, Label.KEEP_ALIVE, judgement, "not all that was sent before is acknowledged");
        };
    }

    private static Optional<Difference> retransmission(long frame, Set<Label> labels, Judgement judgement) {
        if (judgement == Judgement.CAPTURED_AGAIN) {
            return said(frame, Label.RETRANSMISSION, judgement,
                    "identification, numbers and length are those of a packet just seen: it was sent once");
        }
        if (judgement == Judgement.OVERTAKEN) {
            return said(frame, Label.RETRANSMISSION, judgement,
                    "its timestamp or identification is older than those that came before it");
        }
        if (!judgement.isSentAgain()) {
            return said(frame, Label.RETRANSMISSION, judgement, "it carries nothing that was sent before");
        }
        boolean fast = labels.contains(Label.FAST_RETRANSMISSION);
        boolean needless = labels.contains(Label.SPURIOUS_RETRANSMISSION);
        if (fast && judgement == Judgement.SENT_AGAIN_TIMEOUT) {
            return said(frame, Label.FAST_RETRANSMISSION, judgement, "a time-out had begun this recovery");
        }
        if (!fast && judgement == Judgement.SENT_AGAIN_FAST) {
            return missing(frame, Label.FAST_RETRANSMISSION, judgement,
                    "acknowledgments had told of the loss; the limit of 20 ms is not one of TCP");
        }
        if (needless && judgement != Judgement.SENT_AGAIN_NEEDLESSLY) {
            return said(frame, Label.SPURIOUS_RETRANSMISSION, judgement, "not all of it was acknowledged");
        }
        if (!needless && judgement == Judgement.SENT_AGAIN_NEEDLESSLY) {
            return missing(frame, Label.SPURIOUS_RETRANSMISSION, judgement, "what it carries had come to the receiver");
        }
        return Optional.empty();
    }

    private static Optional<Difference> outOfOrder(long frame, Judgement judgement) {
        return switch (judgement) {
            case OVERTAKEN -> Optional.empty();
            case CAPTURED_AGAIN -> said(frame, Label.OUT_OF_ORDER, judgement, COPY);
            default -> said(frame, Label.OUT_OF_ORDER, judgement, judgement.isSentAgain()
                    ? "it was sent later than those that came before it" : "nothing behind it had come before");
        };
    }

    private static Optional<Difference> unsaid(long frame, Judgement judgement) {
        return switch (judgement) {
            case ORDINARY, CAPTURED_AGAIN, STRAY -> Optional.empty();
            case OVERTAKEN -> missing(frame, Label.OUT_OF_ORDER, judgement,
                    "later data of the same sender came before");
            case KEEP_ALIVE -> missing(frame, Label.KEEP_ALIVE, judgement,
                    "it repeats the last byte of an idle stream");
            case ZERO_WINDOW_PROBE -> missing(frame, Label.ZERO_WINDOW_PROBE, judgement, "the window is closed");
            case DUPLICATE_ACK -> missing(frame, Label.DUPLICATE_ACK, judgement,
                    "it repeats the number while data is outstanding, or tells of more received out of order");
            case SENT_AGAIN_TIMEOUT, SENT_AGAIN_FAST, SENT_AGAIN_PROBE, SENT_AGAIN_SMALLER, SENT_AGAIN_NEEDLESSLY ->
                    missing(frame, Label.RETRANSMISSION, judgement, "it carries what was sent before");
        };
    }

    private static Optional<Difference> said(long frame, Label label, Judgement judgement, String why) {
        return Optional.of(new Difference(frame, label, true, judgement, why));
    }

    private static Optional<Difference> missing(long frame, Label label, Judgement judgement, String why) {
        return Optional.of(new Difference(frame, label, false, judgement, why));
    }
}
