package dev.weir.cli.session;

import java.io.IOException;

/** Nothing passed in either direction for as long as the user allowed. */
public final class IdleTimeout extends IOException {
    private static final long serialVersionUID = 1;

    IdleTimeout() {
        super("idle for too long");
    }
}
