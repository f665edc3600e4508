package dev.weir.lab.swarm;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.swarm.Behaviour.Ending;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One connection and what its two applications do.
 *
 * @param number from 0, in the order of the configuration; it decides port and payload, so that leaving out another
 *     changes nothing here
 * @param mix what kind it was drawn as
 * @param start when the client connects
 */
public record Conversation(int number, Mix mix, Duration start, Behaviour client, Behaviour server) {
    /** Kinds of conversation. */
    public enum Mix { BULK, REQUEST_RESPONSE, DUPLEX, SLOW_READER, ON_OFF, TINY_WRITES, NOTHING, HASTY, ABORT, UNREAD }

    /** Both sides close after the end of the other's stream: every byte has to arrive. */
    boolean isOrderly() {
        return client.ending() == Ending.GRACEFUL && server.ending() == Ending.GRACEFUL;
    }

    /** Nobody throws anything away, though somebody may not wait for the other's end. */
    boolean isWhole() {
        return isOrderly() || client.ending() == Ending.HASTY;
    }

    /**
     * How its ends may come.
     *
     * @param hard the road may cut any connection
     */
    Set<CloseReason> allowedEnds(boolean hard) {
        if (isOrderly() && !hard) return EnumSet.of(CloseReason.CLOSED);
        if (isWhole() && !hard) {
            return EnumSet.of(CloseReason.CLOSED, CloseReason.FIN_WAIT_2_TIMED_OUT, CloseReason.RESET_BY_PEER);
        }
        return EnumSet.complementOf(EnumSet.of(CloseReason.NONE, CloseReason.INTERNAL_ERROR));
    }

    Conversation with(UnaryOperator<Behaviour> change) {
        return new Conversation(number, mix, start, change.apply(client), change.apply(server));
    }

    Conversation at(Duration start) {
        return new Conversation(number, mix, start, client, server);
    }
}
