package dev.weir.analysis.conversation;

/**
 * A request and its response: data of the client and the data of the server that followed. Times in nanoseconds since
 * 1970 UTC, 0 where there is none (a greeting has no request, the last request perhaps no response).
 *
 * @param number from 1
 * @param requestFrame of the first segment of the request; 0 without one
 * @param responseFrame of the first segment of the response; 0 without one
 * @param requestHead its first bytes, at most {@value #HEAD_BYTES}; not to be modified
 * @param responseHead its first bytes, at most {@value #HEAD_BYTES}; not to be modified
 */
public record Turn(
        int number, long requestFrame, long responseFrame, long requestStartNanos, long requestEndNanos,
        long responseStartNanos, long responseEndNanos, long requestBytes, long responseBytes,
        byte[] requestHead, byte[] responseHead) {
    /** Bytes kept of the beginning of a request and of a response. */
    public static final int HEAD_BYTES = 16;

    /** From the last byte of the request to the first of the response, at the point of capture; 0 without either. */
    public long waitNanos() {
        return requestFrame == 0 || responseFrame == 0 ? 0 : Math.max(0, responseStartNanos - requestEndNanos);
    }
}
