package dev.weir.lab.drill;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Binding;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.Listener;

/** A socket of a script: what the kernel would keep behind a file descriptor. */
final class Descriptor {
    ConnectionOptions options;
    Binding binding;
    Listener listener;
    Connection connection;
    Numbering numbering; // of the connection
    boolean nonBlocking;
    boolean reuseAddress;
    boolean connectAnswered;
    boolean lingers;
    int lingerSeconds;
    long readPosition = 1; // of the next byte of the peer's stream
    long writePosition = 1;
    private boolean errorTaken;

    Descriptor(ConnectionOptions options) {
        this.options = options;
    }

    /** The error that waits here, for the first who asks: afterwards it is forgotten. */
    Errno takeError() {
        if (errorTaken || connection == null) return null;
        CloseReason reason = connection.closeReason();
        if (reason == CloseReason.NONE) return null;
        errorTaken = true;
        return Errno.of(reason);
    }

    boolean hasEnded() {
        return connection != null && connection.closeReason() != CloseReason.NONE;
    }
}
