package dev.weir.stress;

import dev.weir.core.buffer.WaitPoint;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Arrive, then look; change, then signal: the waiter sees the change, or is signalled, or both; never neither. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "saw the change, needs no signal")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "saw it and was signalled")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "will park, and was signalled")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "would sleep for ever")
@State
public class WaiterIsWokenOrSeesTheChange {
    private final WaitPoint point = new WaitPoint();
    private volatile boolean ready;

    @Actor
    public void waiter(II_Result result) {
        point.arrive(this);
        result.r1 = ready ? 1 : 0;
    }

    @Actor
    public void driver(II_Result result) {
        ready = true;
        point.signal(token -> result.r2 = 1);
    }
}
