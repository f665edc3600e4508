package dev.weir.analysis;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event.PacketImpaired;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened, in a few words for each segment, and which segments are more than one of many. */
public final class Narration {
    private static final Set<SendCause> ORDINARY = EnumSet.of(SendCause.DATA, SendCause.ACK_DELAYED,
            SendCause.ACK_EVERY_SECOND, SendCause.ACK_QUICK, SendCause.ACK_OUT_OF_ORDER, SendCause.ACK_HOLE_FILLED,
            SendCause.ACK_DUPLICATE, SendCause.WINDOW_UPDATE, SendCause.LIMITED_TRANSMIT);
    /** RFC 5681 3.2: the one that makes the sender act. */
    private static final int TELLING_DUPLICATE = 3;

    private final Timeline timeline;
    private final List<String> texts = new ArrayList<>();
    private final List<Boolean> notable = new ArrayList<>();

    private Narration(Timeline timeline) {
        this.timeline = timeline;
    }

    public static Narration of(Timeline timeline) {
        var narration = new Narration(timeline);
        var story = new EnumMap<Side, Story>(Side.class);
        for (var side : Side.values()) story.put(side, new Story());
        var passages = new ArrayList<>(timeline.passages());
        passages.sort((a, b) -> Integer.compare(a.number(), b.number()));
        for (var passage : passages) narration.tell(passage, story);
        return narration;
    }

    /** What one side has sent so far. */
    private static final class Story {
        boolean data;
        long end; // of what was sent furthest
        boolean zeroWindow;
        int duplicates;
        long duplicated = -1;
    }

    /** A few words; empty for what needs none. */
    public String text(Passage passage) {
        return texts.get(passage.number() - 1);
    }

    /** Worth a line of its own when bulk transfer is folded. A lost ACK is not: the next one makes up for it. */
    public boolean isNotable(Passage passage) {
        return notable.get(passage.number() - 1);
    }

    private void tell(Passage passage, Map<Side, Story> stories) {
        var story = stories.get(passage.side());
        var segment = passage.segment();
        var cause = passage.cause().orElse(null);
        var words = new ArrayList<String>();
        boolean late = cause == null && passage.takesSpace() && segment.sequence() < story.end;
        boolean special = late || segment.has(TcpFlags.SYN) || segment.has(TcpFlags.FIN) || segment.has(TcpFlags.RST)
                || segment.has(TcpFlags.URG) || passage.isRetransmission()
                || cause != null && !ORDINARY.contains(cause);

        if (passage.isRetransmission()) words.add(retransmission(passage));
        else if (cause == SendCause.ACK_OUT_OF_ORDER) words.add(duplicate(passage, story));
        else if (segment.lengthBytes() > 0 && segment.has(TcpFlags.FIN)) words.add("last data, no more to come");
        else if (cause == SendCause.DATA) words.add(story.data ? "" : "first data");
        else if (late) words.add("fills a hole: sent again, or late");
        else words.add(cause == null ? seen(passage, story) : cause.text());

        boolean closed = segment.windowBytes() == 0 && segment.has(TcpFlags.ACK) && !segment.has(TcpFlags.RST);
        if (closed && cause == SendCause.ACK_OF_PROBE) words.set(0, "probe answered");
        else if (closed && !special) words.clear(); // that it is an ACK matters less
        if (closed) words.add("zero window");
        else if (story.zeroWindow) words.add("window open again");
        special |= closed || story.zeroWindow
                || segment.lengthBytes() > 0 && !story.data
                || cause == SendCause.ACK_OUT_OF_ORDER && story.duplicates == TELLING_DUPLICATE;

        boolean impaired = false;
        for (var decision : passage.decisions()) impaired |= impairment(passage, decision, words);
        special |= impaired && !passage.isPureAck();
        if (cause == SendCause.ZERO_WINDOW_PROBE && passage.dropped() == DropReason.OUTSIDE_WINDOW) {
            words.add("no room yet");
        } else if (passage.fate() == Passage.Fate.DROPPED) {
            words.add("dropped by " + timeline.host(passage.side().other()) + ": " + passage.dropped().text());
            special = true;
        }

        story.zeroWindow = closed;
        story.data |= segment.lengthBytes() > 0;
        story.end = Math.max(story.end, passage.end());
        words.removeIf(String::isEmpty);
        texts.add(String.join("; ", words));
        notable.add(special);
    }

    private static String duplicate(Passage passage, Story story) {
        long ack = passage.segment().acknowledgment();
        story.duplicates = story.duplicated == ack ? story.duplicates + 1 : 1;
        story.duplicated = ack;
        return "duplicate ACK " + story.duplicates + ": hole at " + ack;
    }

    private static String seen(Passage passage, Story story) {
        var segment = passage.segment();
        if (segment.has(TcpFlags.RST)) return "reset";
        if (segment.has(TcpFlags.SYN)) return segment.has(TcpFlags.ACK) ? "connection accepted" : "connection request";
        if (segment.has(TcpFlags.FIN)) return "no more data";
        return segment.lengthBytes() > 0 && !story.data ? "first data" : "";
    }

    private String retransmission(Passage passage) {
        String what = switch (passage.cause().orElse(null)) {
            case null -> "retransmission";
            case FAST_RETRANSMIT -> "fast retransmit";
            case RECOVERY_RETRANSMIT -> "retransmission";
            case TIMEOUT_RETRANSMIT -> "retransmission (timeout)";
            case SendCause other -> other.text();
        };
        return what + passage.repeats().map(before -> ", " + switch (before.fate()) {
            case LOST, DROPPED -> "lost at ";
            case ARRIVED -> "not lost: sent at ";
            case UNKNOWN -> "first sent at ";
        } + Quantity.seconds(before.sentAt() - timeline.begin(), 3) + " s").orElse("");
    }

    /** True if it is worth telling. */
    private static boolean impairment(Passage passage, PacketImpaired decision, List<String> words) {
        if (decision.decision().startsWith("delayed")) return false;
        if (decision.decision().startsWith("dropped")) {
            words.add((passage.isRetransmission() ? "lost again: " : "lost: ") + decision.rule());
        } else if (passage.lossRule().isPresent()) {
            words.add("lost: " + decision.decision());
        } else {
            words.add(decision.decision() + " by the link");
        }
        return true;
    }
}
