package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Period;
import java.util.Comparator;
import java.util.Locale;

/** In which order connections are listed. */
enum Sort {
    START(Comparator.comparingLong(Conversation::number)),
    TIME(Comparator.comparingLong(Conversation::elapsedNanos).reversed()),
    BYTES(Comparator.comparingLong(Sort::bytes).reversed()),
    PACKETS(Comparator.comparingLong(Conversation::segments).reversed()),
    RESENT(Comparator.comparingLong(Sort::resent).reversed()),
    RTT(Comparator.comparingLong(Facts::rttNanos).reversed()),
    STALLS(Comparator.comparingLong(Sort::stalledNanos).reversed());

    private final Comparator<Conversation> order;

    Sort(Comparator<Conversation> order) {
        this.order = order.thenComparing(Conversation::number);
    }

    Comparator<Conversation> order() {
        return order;
    }

    static long bytes(Conversation conversation) {
        return conversation.fromClient().uniqueBytes() + conversation.fromServer().uniqueBytes();
    }

    static long resent(Conversation conversation) {
        return conversation.fromClient().losses().segments() + conversation.fromServer().losses().segments();
    }

    static long stalledNanos(Conversation conversation) {
        long sum = 0;
        for (var period : Period.values()) {
            if (period.isStall()) sum += conversation.budget().nanos(period);
        }
        return sum;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
