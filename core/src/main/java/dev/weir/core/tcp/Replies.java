package dev.weir.core.tcp;

import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import java.util.ArrayDeque;

/** What is owed without a connection's flush deciding it: bounded, in order, and what does not fit is counted. */
final class Replies {
    private final ArrayDeque<Reply> queue = new ArrayDeque<>();
    private final int limit;
    private final Counters counters;

    Replies(int limit, Counters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    /** False if there was no room. */
    boolean add(Reply reply) {
        if (queue.size() >= limit) {
            counters.add(Counter.REPLIES_LOST);
            return false;
        }
        queue.add(reply);
        return true;
    }

    /** The last word of a connection that ends: beyond the limit too, since there are no more of them than connections. */
    void addLast(Reply reset) {
        queue.add(reset);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Emits in order; false if the link blocked, and the rest waits. */
    boolean flush(TcpOutput output, long now) {
        for (Reply reply; (reply = queue.peek()) != null; queue.remove()) {
            if (!output.reply(reply, now)) return false;
        }
        return true;
    }
}
