package dev.weir.core.tcp;

import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.ReceiveBuffer;
import dev.weir.core.buffer.SendBuffer;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.event.CloseReason;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The side of a connection that application threads touch: the two byte queues, and where to wait for them.
 *
 * <p>One thread at a time may read and one may write; both ring their driver afterwards. Everything else public here may
 * be asked by any thread. The verbs without modifier are the driver's: they publish what a turn has decided.
 */
public abstract sealed class ApplicationSide extends Marked permits Connection {
    private static final long FIRST_BYTE = 1; // position 0 is the SYN

    private final SendBuffer sendBuffer;
    private final ReceiveBuffer receiveBuffer;
    private final WaitPoint readable = new WaitPoint();
    private final WaitPoint writable = new WaitPoint();
    private final WaitPoint opened = new WaitPoint();
    private final WaitPoint finished = new WaitPoint();

    private volatile ConnectionOptions options;
    private volatile CloseReason closeReason = CloseReason.NONE;
    private volatile boolean wasOpened;
    private volatile boolean endOfStream; // the peer's FIN is taken: after what is published nothing follows
    private volatile boolean outputShut;
    private volatile boolean finAcknowledged;
    private volatile long urgentMark;
    private volatile boolean awaitingMemory;
    private long urgentRead; // the mark whose byte was read out of its order; the reader's
    private int passedUrgentByte = -1; // taken out of the stream when reading came to it; the reader's

    ApplicationSide(ChunkPool pool, ConnectionOptions options) {
        this.options = options;
        this.sendBuffer = new SendBuffer(pool, FIRST_BYTE, options.sendBytes());
        this.receiveBuffer = new ReceiveBuffer(pool, FIRST_BYTE, options.receiveBytes());
    }

    // ------------------------------------------------------------------------------------ reading

    /**
     * RECEIVE, without waiting.
     *
     * @return bytes read; 0 if there is nothing now (then look at {@link #closeReason}); -1 at the end of the stream
     */
    public final int read(byte[] target, int offset, int length) {
        boolean ends = endOfStream; // before the look into the buffer: what was published before the FIN is still there
        return endOr(receiveBuffer.read(target, offset, untilUrgentByte(length)), length, ends);
    }

    /** As {@link #read(byte[], int, int)}. */
    public final int read(MemorySegment target, long offset, int length) {
        boolean ends = endOfStream;
        return endOr(receiveBuffer.read(target, offset, untilUrgentByte(length)), length, ends);
    }

    /** As {@link #read(byte[], int, int)}, but what is read stays, and opens no window. */
    public final int peek(byte[] target, int offset, int length) {
        boolean ends = endOfStream;
        return endOr(receiveBuffer.peek(target, offset, untilUrgentByte(length)), length, ends);
    }

    private int endOr(int count, int wanted, boolean ends) {
        return count == 0 && ends && wanted > 0 && receiveBuffer.available() == 0 ? -1 : count;
    }

    /**
     * A read ends at the mark: behind the last urgent byte where that is wanted inline, else before it, and the byte is taken
     * out of the stream.
     */
    private int untilUrgentByte(int length) {
        long mark = urgentMark;
        if (mark == 0) return length;
        if (options.urgentInline()) {
            long urgent = mark - receiveBuffer.consumed();
            return urgent > 0 ? (int) Math.min(length, urgent) : length;
        }
        long before = mark - 1 - receiveBuffer.consumed();
        if (before == 0 && receiveBuffer.available() > 0) passUrgentByte();
        return before > 0 ? (int) Math.min(length, before) : length;
    }

    /** Bytes that can be read now. */
    public final int available() {
        return receiveBuffer.available();
    }

    /** {@link #read} would not answer 0, or the connection has ended. */
    public final boolean isReadable() {
        return receiveBuffer.available() > 0 || endOfStream || closeReason != CloseReason.NONE;
    }

    /** Nothing follows what can be read now: the peer's FIN was taken, or our side no longer wants input. */
    public final boolean isEndOfStream() {
        return endOfStream;
    }

    /** True if a turn has something to do for what was read: a window update, or chunks to give back. */
    public abstract boolean needsRingAfterRead();

    /** The next byte to read is the first behind the urgent data. */
    public final boolean isAtUrgentMark() {
        long consumed = receiveBuffer.consumed();
        return urgentMark != 0 && (consumed == urgentMark || consumed == urgentEnd());
    }

    /** Urgent bytes that are still to be read, arrived or not; 0 where there are none (MUST-33). */
    public final long urgentBytesLeft() {
        return Math.max(0, urgentEnd() - receiveBuffer.consumed());
    }

    private void passUrgentByte() {
        var one = new byte[1];
        if (receiveBuffer.read(one, 0, 1) == 1) passedUrgentByte = one[0] & 0xff;
    }

    /** There is an urgent byte, here or on its way, that {@link #readUrgent} has not answered yet. */
    public final boolean hasUrgentByte() {
        return urgentMark != 0 && urgentMark != urgentRead && !options.urgentInline();
    }

    /** Position of the last urgent byte in the peer's stream, whose first byte is 1; 0 before any. */
    public final long urgentPosition() {
        return Math.max(0, urgentMark - 1);
    }

    /**
     * The last urgent byte, out of its order, which the stream is read without. The reader's thread.
     *
     * @return 0 to 255, once; -1 if it has not arrived, or was read, or stays in the stream
     */
    public final int readUrgent() {
        if (!hasUrgentByte()) return -1;
        long ahead = urgentMark - receiveBuffer.consumed();
        int value;
        if (ahead <= 0) {
            value = passedUrgentByte;
        } else if (ahead > receiveBuffer.available()) {
            return -1;
        } else {
            var upToMark = new byte[(int) ahead];
            receiveBuffer.peek(upToMark, 0, upToMark.length);
            value = upToMark[upToMark.length - 1] & 0xff;
        }
        urgentRead = urgentMark;
        return value;
    }

    /** Where reading comes to the mark: the last urgent byte is not read unless it is wanted inline. */
    private long urgentEnd() {
        return options.urgentInline() ? urgentMark : urgentMark - 1;
    }

    // ------------------------------------------------------------------------------------ writing

    /**
     * SEND, without waiting.
     *
     * @return bytes taken, 0 to {@code length}; -1 if nothing can be written any more
     */
    public final int write(byte[] source, int offset, int length) {
        return isOutputOver() ? -1 : sendBuffer.write(source, offset, length);
    }

    /** As {@link #write(byte[], int, int)}. */
    public final int write(MemorySegment source, long offset, int length) {
        return isOutputOver() ? -1 : sendBuffer.write(source, offset, length);
    }

    /**
     * A writer that found room but no memory waits for it (see {@link Connection#awaitMemory}); when this becomes false,
     * {@link #writable} is signalled.
     */
    public final boolean isAwaitingMemory() {
        return awaitingMemory;
    }

    /** {@link #write} would take something, unless there is no memory, or answer -1. */
    public final boolean isWritable() {
        return isOutputOver() || sendBuffer.free() > 0;
    }

    /** {@link #write} answers -1. */
    final boolean isOutputOver() {
        return outputShut || closeReason != CloseReason.NONE;
    }

    // ------------------------------------------------------------------------------------ waiting

    /** {@link CloseReason#NONE} while open; {@link CloseReason#CLOSED} after an orderly end. */
    public final CloseReason closeReason() {
        return closeReason;
    }

    /** True once the handshake was complete, or Fast Open made it needless to wait for that; stays true. */
    public final boolean isOpened() {
        return wasOpened;
    }

    /** Our FIN is acknowledged, or the connection has ended otherwise: what SO_LINGER waits for. */
    public final boolean isFinished() {
        return finAcknowledged || closeReason != CloseReason.NONE;
    }

    public final ConnectionOptions options() {
        return options;
    }

    /** Signalled when there is something to read, at the end of the stream, and at the end of the connection. */
    public final WaitPoint readable() {
        return readable;
    }

    /** Signalled when the send buffer has room again, and at the end of the connection. */
    public final WaitPoint writable() {
        return writable;
    }

    /** Signalled when the handshake is complete or has failed. */
    public final WaitPoint opened() {
        return opened;
    }

    /** Signalled when {@link #isFinished} becomes true. */
    public final WaitPoint finished() {
        return finished;
    }

    // ------------------------------------------------------------------------------------ the driver's verbs

    final SendBuffer sendBuffer() {
        return sendBuffer;
    }

    final ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    /** Bytes written so far. */
    final long written() {
        return sendBuffer.tail() - FIRST_BYTE;
    }

    final boolean isOutputShut() {
        return outputShut;
    }

    final void change(ConnectionOptions changed) {
        options = changed;
        sendBuffer.capacity(changed.sendBytes());
        receiveBuffer.capacity(changed.receiveBytes());
    }

    final void handshakeComplete(Consumer<Object> wake) {
        wasOpened = true;
        opened.signal(wake);
        writable.signal(wake);
    }

    final void textPublished(Consumer<Object> wake) {
        readable.signal(wake);
    }

    final void streamEnds(Consumer<Object> wake) {
        endOfStream = true;
        readable.signal(wake);
    }

    final void urgentUpTo(long mark, Consumer<Object> wake) {
        urgentMark = mark;
        readable.signal(wake);
    }

    final void outputEnds(Consumer<Object> wake) {
        outputShut = true;
        writable.signal(wake);
    }

    final void memoryAwaited() {
        awaitingMemory = true;
    }

    final void memoryReturned(Consumer<Object> wake) {
        awaitingMemory = false;
        writable.signal(wake);
    }

    final void roomGained(Consumer<Object> wake) {
        writable.signal(wake);
    }

    final void finIsAcknowledged(Consumer<Object> wake) {
        if (finAcknowledged) return;
        finAcknowledged = true;
        finished.signal(wake);
    }

    /** Nothing is sent any more; what was received stays readable unless nobody will read it. */
    final void over(CloseReason reason, boolean unreadable, Consumer<Object> wake) {
        closeReason = reason;
        sendBuffer.close();
        if (unreadable) receiveBuffer.close();
        readable.signal(wake);
        writable.signal(wake);
        opened.signal(wake);
        finished.signal(wake);
    }
}
