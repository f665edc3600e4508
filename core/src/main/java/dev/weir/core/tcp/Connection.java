package dev.weir.core.tcp;

import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Flow;
import dev.weir.core.event.State;
import java.lang.foreign.MemorySegment;

/** SKELETON, being written: signatures are final. */
public final class Connection extends Marked implements TcpEndpoint {
    // ---- any thread
    public Flow flow() { throw new UnsupportedOperationException(); }
    /** volatile */
    public State state() { throw new UnsupportedOperationException(); }
    /** volatile; NONE while open; CLOSED after an orderly end */
    public CloseReason closeReason() { throw new UnsupportedOperationException(); }
    // ---- the one reading application thread; afterwards driver.ring(connection) if needsRingAfterRead()
    /** bytes read; 0 nothing now (look at closeReason()); -1 end of stream (peer's FIN, all read) */
    public int read(byte[] target, int offset, int length) { throw new UnsupportedOperationException(); }
    public int read(MemorySegment target, long offset, int length) { throw new UnsupportedOperationException(); }
    public int peek(byte[] target, int offset, int length) { throw new UnsupportedOperationException(); }
    public int available() { throw new UnsupportedOperationException(); }
    /** read would not answer 0, or the connection has ended */
    public boolean isReadable() { throw new UnsupportedOperationException(); }
    /** true if what was read since the last turn lets the window grow or chunks be returned */
    public boolean needsRingAfterRead() { throw new UnsupportedOperationException(); }
    /** true if the next byte to read is the one the urgent pointer marks (SIOCATMARK) */
    public boolean isAtUrgentMark() { throw new UnsupportedOperationException(); }
    /** volatile: urgent bytes not yet read; 0 none */
    public long urgentBytesLeft() { throw new UnsupportedOperationException(); }
    // ---- the one writing application thread; afterwards driver.ring(connection)
    /** bytes taken 0..length; -1 if nothing can be written any more (closed, shut down, ended) */
    public int write(byte[] source, int offset, int length) { throw new UnsupportedOperationException(); }
    public int write(MemorySegment source, long offset, int length) { throw new UnsupportedOperationException(); }
    /** write would take something or answer -1 */
    public boolean isWritable() { throw new UnsupportedOperationException(); }
    // ---- places to wait (any thread)
    public WaitPoint readable() { throw new UnsupportedOperationException(); }
    public WaitPoint writable() { throw new UnsupportedOperationException(); }
    /** signalled when the handshake is complete or has failed: wait for isOpened() || closeReason() != NONE */
    public WaitPoint opened() { throw new UnsupportedOperationException(); }
    public boolean isOpened() { throw new UnsupportedOperationException(); }
    /** signalled when our FIN is acknowledged or the connection ended (SO_LINGER): wait for isFinished() */
    public WaitPoint finished() { throw new UnsupportedOperationException(); }
    public boolean isFinished() { throw new UnsupportedOperationException(); }
    // ---- inside a turn (as a Request)
    /** CLOSE of RFC 9293 3.10.4, sending half only. Refused: NOT_CONNECTED */
    public void shutdownOutput(long now) { throw new UnsupportedOperationException(); }
    /** what is unread and arrives later is discarded, and acknowledged */
    public void shutdownInput(long now) { throw new UnsupportedOperationException(); }
    /** both halves; unread data makes it a reset (SHLD-3) */
    public void close(long now) { throw new UnsupportedOperationException(); }
    /** ABORT of RFC 9293 3.10.5 */
    public void abort(long now) { throw new UnsupportedOperationException(); }
    /** everything written so far is urgent (MUST-30, 62) */
    public void sendUrgent(long now) { throw new UnsupportedOperationException(); }
    public ConnectionOptions options() { throw new UnsupportedOperationException(); }
    public void options(ConnectionOptions options, long now) { throw new UnsupportedOperationException(); }
    public TcpInfo info(long now) { throw new UnsupportedOperationException(); }
    /** why it is not sending now, in words */
    public String explain(long now) { throw new UnsupportedOperationException(); }
    @Override protected void attend(long now) { throw new UnsupportedOperationException(); }
}
