package dev.weir.stress;

import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.buffer.ReceiveBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A connection is torn down while its reader copies: the reader never sees the bytes of who gets the chunk next. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "closed first: nothing read")
@Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "its own byte")
@Outcome(expect = Expect.FORBIDDEN, desc = "a byte of another connection")
@State
public class ReaderKeepsItsChunk {
    private final ChunkPool pool = new ChunkPool(ChunkPool.CHUNK_BYTES);
    private final ReceiveBuffer buffer = new ReceiveBuffer(pool, 1, 4096);

    public ReaderKeepsItsChunk() {
        buffer.write(1, MemorySegment.ofArray(new byte[] {42}), 0, 1);
        buffer.publish(2);
    }

    @Actor
    public void reader(I_Result result) {
        var target = new byte[1];
        buffer.read(target, 0, 1);
        result.r1 = target[0];
    }

    @Actor
    public void teardown() {
        buffer.close();
        MemorySegment next = pool.take();
        if (next != null) {
            next.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
            pool.give(next);
        }
        pool.close();
    }
}
