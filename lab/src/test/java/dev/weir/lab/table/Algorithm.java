package dev.weir.lab.table;

import dev.weir.core.config.StackConfig;
import dev.weir.core.tcp.congestion.CongestionControl;
import dev.weir.core.tcp.congestion.NewReno;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A congestion control with a section in every table.
 *
 * @param type its class
 * @param choice how a stack is told to use it
 */
record Algorithm(Class<? extends CongestionControl> type, UnaryOperator<StackConfig> choice) {
    /** One for each class; {@link AlgorithmsTest} says when one is missing. */
    static final List<Algorithm> ALL = List.of(new Algorithm(NewReno.class, UnaryOperator.identity()));

    /** As Linux has everything else. */
    StackConfig config() {
        return choice.apply(StackConfig.linux());
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
