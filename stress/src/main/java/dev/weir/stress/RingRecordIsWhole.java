package dev.weir.stress;

import dev.weir.core.buffer.ByteRing;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The consumer of an in-process link finds no record, or a whole one. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "8, 42", expect = Expect.ACCEPTABLE, desc = "published and complete")
@Outcome(expect = Expect.FORBIDDEN, desc = "a torn record")
@State
public class RingRecordIsWhole {
    private final ByteRing ring = new ByteRing(64, 8);

    @Actor
    public void producer() {
        long at = ring.reserve(8);
        ring.memory().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 42L);
        ring.publish(8, 1);
        ring.closeProducer();
    }

    @Actor
    public void consumer(II_Result result) {
        long at = ring.next();
        if (at >= 0) {
            result.r1 = ring.length();
            result.r2 = (int) ring.memory().get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            ring.free();
        }
        ring.closeConsumer();
    }
}
