package dev.weir.analysis.capture;

import java.io.IOException;

/** Nothing can be read from it: the message says what it is instead, and the advice what to do. */
public final class UnreadableCapture extends IOException {
    private static final long serialVersionUID = 1;

    private final String advice;

    /** @param advice a step that somebody can take; may be empty */
    public UnreadableCapture(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    public String advice() {
        return advice;
    }
}
