package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The first connections in some order, of any number that come along. */
final class Selection {
    private final PriorityQueue<Conversation> last; // the last of the order is at its head
    private final Sort sort;
    private final long most;
    private long seen;

    /** @param most how many are kept; 0: all */
    Selection(Sort sort, long most) {
        this.sort = sort;
        this.most = most == 0 ? Long.MAX_VALUE : most;
        last = new PriorityQueue<>(sort.order().reversed());
    }

    void add(Conversation conversation) {
        seen++;
        last.add(conversation);
        if (last.size() > most) last.remove();
    }

    /** How many came along. */
    long seen() {
        return seen;
    }

    /** In order. */
    List<Conversation> kept() {
        var list = new ArrayList<>(last);
        list.sort(sort.order());
        return list;
    }
}
