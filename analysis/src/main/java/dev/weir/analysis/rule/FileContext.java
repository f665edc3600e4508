package dev.weir.analysis.rule;

import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.conversation.Artefacts;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file holds beside the conversation that is examined: traces of the others, and what was asked of name servers
 * and neighbours. Bounded: beyond {@value #MAXIMUM_TRACES} conversations, or as many notices, later ones leave no
 * trace. Not thread-safe.
 */
public final class FileContext {
    public static final int MAXIMUM_TRACES = 100_000;

    private static final List<Trace> NONE = List.of();

    private final Map<IpAddress, List<Trace>> answered = new HashMap<>();
    private final Map<IpAddress, List<Trace>> unanswered = new HashMap<>();
    private final List<Notice.NameLookup> nameLookups = new ArrayList<>();
    private final List<Notice.NeighborLookup> neighborLookups = new ArrayList<>();
    private Artefacts artefacts;
    private int traces;
    private long receivedTwice;
    private long checksumsUnfinished;
    private long lastNanos = Long.MIN_VALUE;

    /** Remembers a complete conversation. */
    public void accept(Conversation conversation) {
        passed(conversation.lastNanos());
        receivedTwice += conversation.fromClient().dsackSegments() + conversation.fromServer().dsackSegments();
        checksums(conversation.fromClient());
        checksums(conversation.fromServer());
        if (traces == MAXIMUM_TRACES) return;
        traces++;
        var trace = Trace.of(conversation);
        (trace.isAnswered() ? answered : unanswered)
                .computeIfAbsent(conversation.server().address(), _ -> new ArrayList<>(2)).add(trace);
    }

    public void accept(Notice notice) {
        passed(notice.timestampNanos());
        switch (notice) {
            case Notice.NameLookup lookup -> {
                if (nameLookups.size() < MAXIMUM_TRACES) nameLookups.add(lookup);
            }
            case Notice.NeighborLookup lookup -> {
                if (neighborLookups.size() < MAXIMUM_TRACES) neighborLookups.add(lookup);
            }
            case Notice.IcmpError _ -> { }
        }
    }

    /** Some packet was captured then. */
    public void passed(long timestampNanos) {
        lastNanos = Math.max(lastNanos, timestampNanos);
    }

    public void artefacts(Artefacts artefacts) {
        this.artefacts = artefacts;
    }

    /** What the file shows of how it was captured; only for rules about files. */
    public Artefacts artefacts() {
        return artefacts;
    }

    /** Whether the capture has holes: then what is not in it may have happened all the same. */
    public boolean hasHoles() {
        return artefacts != null && artefacts.unseenBytes() > 0;
    }

    /**
     * One or the other bit flips anywhere; where most are wrong, they were captured before the network card had them.
     */
    private void checksums(Half half) {
        if (half.checksumsWrong() * 2 > half.checksumsTried()) checksumsUnfinished += half.checksumsWrong();
    }

    /** Checksums that the network card was to compute yet. */
    public long checksumsUnfinished() {
        return checksumsUnfinished;
    }

    /** Segments that receivers reported as received twice (RFC 2883). */
    public long receivedTwice() {
        return receivedTwice;
    }

    /** When the last packet was captured: until then silence is silence. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Conversations with a server at this address that took part in them. */
    public List<Trace> answered(IpAddress server) {
        return answered.getOrDefault(server, NONE);
    }

    /** Conversations with a server at this address of which nothing was heard. */
    public List<Trace> unanswered(IpAddress server) {
        return unanswered.getOrDefault(server, NONE);
    }

    /** All traces of conversations in which the server took part. */
    public List<Trace> answered() {
        return answered.values().stream().flatMap(List::stream).toList();
    }

    public List<Notice.NameLookup> nameLookups() {
        return nameLookups;
    }

    public List<Notice.NeighborLookup> neighborLookups() {
        return neighborLookups;
    }
}
