package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.wire.IpAddress;
import java.util.Optional;

/**
 * The first exchange with the server.
 *
 * @param asked what we sent; {@link Protocol#ANY} if we only listened
 * @param form how it was sent
 * @param segmentBytes the largest segment that was agreed to; 0 for the system's
 * @param isWhole nothing of the answer is missing, as far as can be told
 * @param heard the server's first bytes, at most 4096
 * @param recognised what they are; empty if nothing came or nothing is known that looks so
 * @param acknowledgedBytes of what we sent, by the server's TCP
 * @param firstByteNanos from our request, or the connection, to its first byte
 * @param afterRequest what happened did so after we had sent something
 */
public record Talk(
        IpAddress address, int port, Protocol asked, Form form, int segmentBytes, Ending ending, byte[] heard,
        boolean isWhole, Optional<Recognised> recognised, long sentBytes, long acknowledgedBytes, boolean afterRequest,
                long firstByteNanos, long beganNanos, long nanos)
        implements Result {
    /** What came first. */
    public enum Ending { ANSWERED, CLOSED, RESET, SILENT }

    /** How the request was sent. */
    public enum Form {
        USUAL(""), AFTER_PROXY_HEADER("behind a PROXY header: "), SMALL_SEGMENTS("with small segments: "),
        LARGE_REQUEST("larger than a segment: ");

        private final String text;

        Form(String text) {
            this.text = text;
        }
    }

    /**
     * What a server said.
     *
     * @param code of the protocol: {@code 503}, {@code 53300}, {@code ERR}; empty if it has none
     * @param text in a line
     */
    public record Recognised(Protocol protocol, String code, String text) {}

    @Override
    public String step() {
        return "talk";
    }

    /** The answer is of the protocol that was asked in. */
    public boolean isAsAsked() {
        return recognised.filter(what -> what.protocol() == asked).isPresent();
    }

    /** The connection was ended without a byte. */
    public boolean isCutShort() {
        return ending == Ending.CLOSED || ending == Ending.RESET;
    }

    public boolean isAnswered() {
        return ending == Ending.ANSWERED;
    }

    @Override
    public String text() {
        String after = Quantity.time(isAnswered() ? firstByteNanos : nanos);
        return form.text.replace(":", segmentBytes > 0 ? " (" + segmentBytes + " bytes):" : ":") + switch (ending) {
            case ANSWERED -> recognised.map(what -> what.protocol().text() + ": " + what.text())
                    .orElseGet(() -> "the server says " + Bytes.text(heard)) + ", after " + after
                    + (isWhole ? "" : ", and then stops in the middle");
            case CLOSED -> "closed without a byte " + after + (afterRequest ? " after our request"
                    : " after it was accepted");
            case RESET -> "reset without a byte " + after + (afterRequest ? " after our request"
                    : " after it was accepted");
            case SILENT -> (asked == Protocol.ANY || asked.serverSpeaksFirst() ? "the server says nothing"
                    : "no answer to "
                    + asked.text()) + " in " + after;
        };
    }
}
