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

/** The item stands on the bell already; a second change while the driver attends to the first is not lost. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the second publication was seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "the second publication was not seen")
@State
public class RemarkedItemIsAttendedAgain {
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

    public RemarkedItemIsAttendedAgain() {
        item.published = 1;
        bell.push(item);
    }

    @Actor
    public void application() {
        item.published = 2;
        bell.push(item);
    }

    @Actor
    public void driver() {
        bell.attend(0);
    }

    @Arbiter
    public void next(I_Result result) {
        bell.attend(0);
        result.r1 = item.seen;
    }
}
