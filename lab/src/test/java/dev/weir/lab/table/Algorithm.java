package dev.weir.lab.table;

import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.core.config.StackConfig;
import dev.weir.core.tcp.congestion.CongestionControl;
import dev.weir.core.tcp.congestion.Dctcp;
import dev.weir.core.tcp.congestion.NewReno;
import dev.weir.lab.queue.DropTail;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A congestion control with a section in every table.
 *
 * @param type its class
 * @param choice how a stack is told to use it
 * @param marks whether queues mark for it, from half full on
 */
record Algorithm(Class<? extends CongestionControl> type, UnaryOperator<StackConfig> choice, boolean marks) {
    private static final EcnConfig PROPORTIONAL = EcnConfig.ACTIVE.withAsk(Feedback.ACCURATE)
            .withAccept(Feedback.ACCURATE).withProportional(true);

    /** One for each class; {@link AlgorithmsTest} says when one is missing. */
    static final List<Algorithm> ALL = List.of(
            new Algorithm(NewReno.class, UnaryOperator.identity(), false),
            new Algorithm(Dctcp.class, config -> config.withTcp(tcp -> tcp.withEcn(PROPORTIONAL)), true));

    /** As Linux has everything else. */
    StackConfig config() {
        return choice.apply(StackConfig.linux());
    }

    /** The queue of the narrow link. */
    DropTail queue(int packets) {
        var plain = DropTail.ofPackets(packets);
        return new DropTail(plain.packets(), plain.bytes(), marks);
    }

    @Override
    public String toString() {
        return type.getSimpleName() + (marks ? ", with queues that mark from half full on" : "");
    }
}
