package dev.weir.cli.session;

import java.io.IOException;

/** Whoever read our standard output has gone: {@code weir connect ... | head}. */
public final class OutputGone extends IOException {
    private static final long serialVersionUID = 1;

    OutputGone(IOException cause) {
        super("standard output was closed", cause);
    }
}
