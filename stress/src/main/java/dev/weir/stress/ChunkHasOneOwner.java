package dev.weir.stress;

import dev.weir.core.buffer.ChunkPool;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads take at once, one of them gives back and takes again: nobody holds what another holds. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "different chunks")
@Outcome(id = "2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "one had to go without while the slab was fetched")
@Outcome(expect = Expect.FORBIDDEN, desc = "the same chunk twice")
@State
public class ChunkHasOneOwner {
    private final ChunkPool pool = new ChunkPool(64L * ChunkPool.CHUNK_BYTES);
    private MemorySegment first;
    private MemorySegment second;

    @Actor
    public void one() {
        first = pool.take();
    }

    @Actor
    public void other() {
        var chunk = pool.take();
        if (chunk != null) pool.give(chunk);
        second = pool.take();
    }

    @Arbiter
    public void compare(I_Result result) {
        result.r1 = first == null || second == null ? 2 : first.address() == second.address() ? 0 : 1;
        if (first != null) pool.give(first);
        if (second != null) pool.give(second);
        pool.close();
    }
}
