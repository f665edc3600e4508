package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Handshake;
import dev.weir.analysis.conversation.SenderLimit;

/** What is said of a connection in one word or number, in more than one place. */
final class Facts {
    private Facts() {}

    /** From client to server and back: the middle of what both sides' data took, else the handshake's; 0 unknown. */
    static long rttNanos(Conversation conversation) {
        long toServer = conversation.fromClient().roundTrips().histogram().median();
        long toClient = conversation.fromServer().roundTrips().histogram().median();
        long handshake = conversation.handshake().rttNanos();
        if (handshake > 0) return handshake;
        return Math.max(toServer, 0) + Math.max(toClient, 0);
    }

    /** The side that sent more. */
    static Half main(Conversation conversation) {
        return conversation.fromClient().uniqueBytes() > conversation.fromServer().uniqueBytes()
                ? conversation.fromClient() : conversation.fromServer();
    }

    /** {@code closed}, {@code RST server}, {@code refused}, {@code open}. */
    static String end(Conversation conversation) {
        if (conversation.handshake().outcome() == Handshake.Outcome.REFUSED) return "refused";
        return switch (conversation.end()) {
            case CLOSED -> "closed";
            case HALF_CLOSED -> "half closed";
            case RESET_BY_CLIENT -> "RST client";
            case RESET_BY_SERVER -> "RST server";
            case UNANSWERED -> "no answer";
            case OPEN -> "open";
        };
    }

    /** What held the side that sent more, most of the time that it had data in flight; empty if nothing was sent. */
    static String limit(Conversation conversation) {
        var flight = main(conversation).flight();
        SenderLimit most = null;
        for (var limit : SenderLimit.values()) {
            if (limit == SenderLimit.HANDSHAKE || flight.limitedNanos(limit) == 0) continue;
            if (most == null || flight.limitedNanos(limit) > flight.limitedNanos(most)) most = limit;
        }
        return most == null ? "" : text(most);
    }

    static String text(SenderLimit limit) {
        return switch (limit) {
            case HANDSHAKE -> "handshake";
            case APPLICATION -> "application";
            case RECEIVER_WINDOW -> "receiver";
            case CONGESTION -> "congestion";
            case LOSS -> "loss";
        };
    }

    /** Empty where there is none. */
    static String time(long nanos) {
        return nanos == 0 ? "" : Quantity.time(nanos);
    }

    /** {@code 12 (0.4%)}; empty for none. */
    static String resent(Conversation conversation) {
        long resent = Sort.resent(conversation);
        if (resent == 0) return "";
        return resent + " (" + percent(resent, dataSegments(conversation)) + ")";
    }

    /** Segments with text, those sent again counted again. */
    static long dataSegments(Conversation conversation) {
        return Math.max(1, conversation.fromClient().sizes().count() + conversation.fromServer().sizes().count());
    }

    static String percent(long part, long whole) {
        return whole == 0 ? "0%" : StrictMath.round(part * 1000.0 / whole) / 10.0 + "%";
    }
}
