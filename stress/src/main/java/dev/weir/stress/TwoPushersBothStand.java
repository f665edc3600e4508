package dev.weir.stress;

import dev.weir.core.buffer.Bell;
import dev.weir.core.buffer.Marked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads push two items while a driver takes: each is attended to exactly once. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "each once")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
@State
public class TwoPushersBothStand {
    private final Bell bell = new Bell();
    private final Item first = new Item();
    private final Item second = new Item();

    private static final class Item extends Marked {
        private int attended;

        @Override
        protected void attend(long now) {
            attended++;
        }
    }

    @Actor
    public void one() {
        bell.push(first);
    }

    @Actor
    public void other() {
        bell.push(second);
    }

    @Actor
    public void driver() {
        bell.attend(0);
    }

    @Arbiter
    public void next(II_Result result) {
        bell.attend(0);
        result.r1 = first.attended;
        result.r2 = second.attended;
    }
}
