package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.Notice.NameLookup;
import dev.weir.wire.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latest answers of name servers, to find the one that a connection waited for. */
final class NameLookups {
    /** Questions without answer, and addresses, that are kept at most. */
    private static final int KEPT = 4096;
    /** A connection that begins later than this after the answer did not wait for it. */
    private static final long LONGEST_NANOS = 1_000_000_000;

    private record Question(IpAddress client, IpAddress server, int id, int type, String name) {}

    private record Told(IpAddress client, IpAddress address) {}

    private final Map<Question, NameLookup> asked = new Latest<>();
    private final Map<Told, NamePhase> told = new Latest<>();

    void accept(NameLookup lookup) {
        var question = new Question(lookup.client(), lookup.server(), lookup.id(), lookup.type(), lookup.name());
        if (!lookup.answer()) {
            asked.putIfAbsent(question, lookup);
            return;
        }
        var first = asked.remove(question);
        if (first == null) return;
        for (var address : lookup.addresses()) {
            told.put(new Told(lookup.client(), address), new NamePhase(lookup.name(), lookup.server(), first.frame(),
                    lookup.frame(), first.timestampNanos(), lookup.timestampNanos()));
        }
    }

    /** A connection begins: gives it the lookup that told its server's address, once. */
    void begin(Conversation conversation) {
        if (told.isEmpty()) return;
        var phase = told.remove(new Told(conversation.client().address(), conversation.server().address()));
        if (phase == null) return;
        long since = conversation.firstNanos() - phase.answerNanos();
        if (since >= 0 && since <= LONGEST_NANOS && phase.answerNanos() >= phase.questionNanos()) {
            conversation.named(phase);
        }
    }

    private static final class Latest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KEPT;
        }
    }
}
