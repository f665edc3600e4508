package dev.weir.lab.drill.shim;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.State;
import dev.weir.core.tcp.Binding;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.Listener;
import dev.weir.lab.Host;
import java.time.Duration;

/** A stream socket: unbound, bound, listening or connected. */
final class TcpSocket extends OpenFile {
    final Platform platform;
    ConnectionOptions options;
    Binding binding;
    Listener listener;
    Connection connection;
    boolean reuseAddress;
    boolean reusePort;
    boolean connectAnswered;
    boolean isPutOff; // connected as far as the program knows, but the SYN waits for the first write
    boolean lingers;
    int lingerSeconds;
    int openingSeconds; // TCP_KEEPINIT; 0: no such limit
    boolean isLimited; // openingSeconds count
    boolean inputShut;
    boolean outputShut;
    boolean tellsQueue; // TCP_INQ
    boolean corkedForMore; // the last write said MSG_MORE
    boolean foundNoRoom; // the last write did not get all
    private long wakeUps; // after that
    final SendMemory memory;
    final ErrorQueue errors;
    long receiveTimeoutNanos; // 0: none
    long sendTimeoutNanos;
    int receiveLowWater = 1;
    long readPosition = 1; // of the next byte of the peer's stream
    long writePosition = 1;
    private boolean errorTaken;

    /** @param openingSeconds what TCP_KEEPINIT begins with */
    TcpSocket(Platform platform, ConnectionOptions options, int openingSeconds, Host host, long systemLowWater, long start) {
        this.platform = platform;
        this.memory = new SendMemory(host, this, systemLowWater);
        this.errors = new ErrorQueue(host, this, start);
        this.options = options;
        this.openingSeconds = openingSeconds;
    }

    /** What its connection has: TCP_KEEPINIT is the user timeout until the connection is open. */
    ConnectionOptions effective() {
        var effective = isLimited ? options.withUserTimeout(Duration.ofSeconds(openingSeconds)) : options;
        return memory.isActive() ? effective.withSendBytes(SendMemory.UNLIMITED_BYTES) : effective;
    }

    private boolean isWritable() {
        return memory.isActive() && !hasEnded() ? memory.isWritable() : connection.isWritable();
    }

    /** The error that waits here, for the first who asks: afterwards it is forgotten. */
    Errno takeError() {
        Errno error = waitingError();
        if (error != null) errorTaken = true;
        return error;
    }

    private Errno waitingError() {
        if (errorTaken || connection == null) return null;
        CloseReason reason = connection.closeReason();
        if (reason == CloseReason.CLOSED && connection.wasReset() && platform != Platform.RFC) return Errno.ECONNRESET;
        return reason == CloseReason.NONE ? null : Errno.of(reason, platform);
    }

    boolean hasEnded() {
        return connection != null && connection.closeReason() != CloseReason.NONE;
    }

    /** The handshake was completed, however the connection went on. */
    boolean wasOpened() {
        return connection != null && connection.isOpened();
    }

    @Override
    int readiness() {
        int in = Constants.POLLIN | Constants.POLLRDNORM;
        int out = Constants.POLLOUT | Constants.POLLWRNORM;
        if (listener != null) return listener.hasPending() ? in : 0;
        if (connection == null) return out | Constants.POLLHUP;
        boolean ended = hasEnded();
        if (!ended && !connection.isOpened()) return isPutOff ? out : 0;
        int ready = 0;
        boolean endOfInput = inputShut || connection.isEndOfStream();
        if (endOfInput || ended || connection.available() >= receiveLowWater) ready |= in;
        if (endOfInput || ended) ready |= Constants.POLLRDHUP;
        if (outputShut || isWritable()) ready |= out;
        if (!ended && connection.urgentBytesLeft() > 0) ready |= Constants.POLLPRI;
        if (waitingError() != null || !errors.isEmpty()) ready |= Constants.POLLERR;
        boolean closed = ended || connection.state() == State.CLOSED || connection.state() == State.TIME_WAIT;
        if (closed || endOfInput && outputShut) ready |= Constants.POLLHUP;
        return ready;
    }

    @Override
    long activity() {
        if (listener != null) return listener.hasPending() ? 1 : 0;
        if (connection == null) return 0;
        long state = connection.state().ordinal() + (hasEnded() ? 16 : 0) + (connection.isOpened() ? 32 : 0);
        long received = readPosition + connection.available() + (connection.isEndOfStream() ? 1 : 0);
        boolean writable = isWritable();
        if (writable && foundNoRoom) {
            foundNoRoom = false;
            wakeUps++;
        }
        return (wakeUps + errors.arrivals() << Integer.SIZE) + received * 128 + (writable ? 64 : 0) + state;
    }
}
