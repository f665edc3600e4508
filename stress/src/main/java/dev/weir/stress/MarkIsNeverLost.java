package dev.weir.stress;

import dev.weir.core.buffer.Bell;
import dev.weir.core.buffer.Marked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is published before a push is seen by the attention that follows, however push and attention interleave. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the last publication was seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "a change was announced, but nobody looked at it")
@State
public class MarkIsNeverLost {
    private final Bell bell = new Bell();
    private final Item item = new Item();

    private static final class Item extends Marked {
        private volatile int published;
        private int seen;

        @Override
        protected void attend(long now) {
            seen = published;
        }
    }

    @Actor
    public void application() {
        item.published = 1;
        bell.push(item);
    }

    @Actor
    public void driver() {
        bell.attend(0);
    }

    @Arbiter
    public void next(I_Result result) {
        bell.attend(0); // the driver's next turn: the bell says whether there is one
        result.r1 = item.seen;
    }
}
