package dev.weir.analysis.conversation;

/**
 * A request and its response: data of the client and the data of the server that followed. Times in nanoseconds since
 * 1970 UTC, 0 where there is none (a greeting has no request, the last request perhaps no response).
 *
 * @param number from 1
 * @param requestFrame of the first segment of the request; 0 without one
 * @param responseFrame of the first segment of the response; 0 without one
 */
public record Turn(
        int number, long requestFrame, long responseFrame, long requestStartNanos, long requestEndNanos,
        long responseStartNanos, long responseEndNanos, long requestBytes, long responseBytes) {
    /** From the last byte of the request to the first of the response, at the point of capture; 0 without either. */
    public long waitNanos() {
        return requestFrame == 0 || responseFrame == 0 ? 0 : Math.max(0, responseStartNanos - requestEndNanos);
    }
}
