package dev.weir.stress;

import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.buffer.ReceiveBuffer;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader finds nothing, or exactly the bytes that were written before they were published. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1, 42", expect = Expect.ACCEPTABLE, desc = "published and complete")
@Outcome(expect = Expect.FORBIDDEN, desc = "published, but the byte is not there")
@State
public class PublishedBytesAreRead {
    private static final ChunkPool POOL = new ChunkPool(64L << 20);

    private final ReceiveBuffer buffer = new ReceiveBuffer(POOL, 1, 4096);

    @Actor
    public void driver() {
        buffer.write(1, MemorySegment.ofArray(new byte[] {42}), 0, 1);
        buffer.publish(2);
    }

    @Actor
    public void reader(II_Result result) {
        var target = new byte[1];
        result.r1 = buffer.read(target, 0, 1);
        result.r2 = target[0];
    }

    @Arbiter
    public void tearDown(II_Result result) {
        buffer.close();
    }
}
