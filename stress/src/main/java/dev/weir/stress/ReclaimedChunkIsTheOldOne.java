package dev.weir.stress;

import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.buffer.SendBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Everything is acknowledged while the application writes on: the driver gives back the chunk that was there, never the
 * one that the writer has just put in its place, which would then belong to two connections. A {@code reclaim} that looks
 * for the chunk behind its swap fails here within a minute ({@code -m quick}, two CPUs: in three of nine configurations).
 */
@JCStressTest
@Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "what was written stands there")
@Outcome(expect = Expect.FORBIDDEN, desc = "somebody else wrote into the writer's chunk")
@State
public class ReclaimedChunkIsTheOldOne {
    private static final byte[] OURS = {42};
    private static final byte[] THEIRS = {7};

    private final ChunkPool pool = new ChunkPool(4L * ChunkPool.CHUNK_BYTES);
    private final SendBuffer buffer = new SendBuffer(pool, 1, 4096);
    private final SendBuffer other = new SendBuffer(pool, 1, 4096);

    public ReclaimedChunkIsTheOldOne() {
        buffer.write(OURS, 0, 1);
    }

    @Actor
    public void driver() {
        buffer.release(2);
    }

    @Actor
    public void application() {
        buffer.write(OURS, 0, 1);
    }

    @Arbiter
    public void somebodyElse(I_Result result) {
        other.write(THEIRS, 0, 1); // takes what the pool holds on top
        other.write(THEIRS, 0, 1);
        result.r1 = buffer.tail() == 3 ? buffer.peek(2) : 0;
        buffer.close();
        other.close();
        pool.close();
    }
}
