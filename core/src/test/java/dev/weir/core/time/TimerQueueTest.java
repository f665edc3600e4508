package dev.weir.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue();
    private final List<String> log = new ArrayList<>();

    private class Named extends Timer {
        final String name;
        Runnable then = () -> {};

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void expired(long now) {
            log.add(name + "@" + now);
            then.run();
        }
    }

    @Test
    void emptyQueueIsNeverDue() {
        assertThat(queue.nextDeadline()).isEqualTo(Deadline.NEVER);
        assertThat(queue.expire(Deadline.NEVER)).isZero();
    }

    @Test
    void firesInOrderOfDeadlineAndNotANanosecondEarly() {
        queue.arm(new Named("b"), 20);
        queue.arm(new Named("a"), 10);
        assertThat(queue.expire(9)).isZero();
        assertThat(queue.expire(19)).isEqualTo(1);
        assertThat(queue.expire(20)).isEqualTo(1);
        assertThat(log).containsExactly("a@19", "b@20");
        assertThat(queue.size()).isZero();
    }

    @Test
    void equalDeadlinesFireInOrderOfArmingAlsoAfterARearming() {
        var a = new Named("a");
        queue.arm(a, 10);
        queue.arm(new Named("b"), 10);
        queue.arm(new Named("c"), 10);
        queue.arm(a, 10);
        queue.expire(10);
        assertThat(log).containsExactly("b@10", "c@10", "a@10");
    }

    @Test
    void postponedTimerFiresAtItsLastDeadlineOnly() {
        var a = new Named("a");
        for (long at = 10; at <= 1000; at += 10) queue.arm(a, at);
        assertThat(queue.nextDeadline()).isEqualTo(1000);
        assertThat(queue.expire(999)).isZero();
        assertThat(queue.expire(1000)).isEqualTo(1);
        assertThat(queue.expire(2000)).isZero();
    }

    @Test
    void aDeadlineMadeEarlierCountsAtOnce() {
        var a = new Named("a");
        queue.arm(new Named("b"), 50);
        queue.arm(a, 100);
        queue.arm(a, 5);
        assertThat(queue.nextDeadline()).isEqualTo(5);
        queue.expire(60);
        assertThat(log).containsExactly("a@60", "b@60");
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-7")
    void nextDeadlineIsNotThatOfADisarmedTimer() {
        var a = new Named("a");
        var b = new Named("b");
        queue.arm(a, 10);
        queue.arm(b, 20);
        queue.arm(a, Deadline.NEVER);
        assertThat(queue.nextDeadline()).isEqualTo(20);
        assertThat(a.deadline()).isEqualTo(Deadline.NEVER);
        queue.cancel(b);
        assertThat(queue.nextDeadline()).isEqualTo(Deadline.NEVER);
        queue.expire(100);
        assertThat(log).isEmpty();
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-7")
    void armingForThePastWithinACallWaitsForTheNextCallAndDoesNotHoldUpOthers() {
        var a = new Named("a");
        a.then = () -> queue.arm(a, 1);
        queue.arm(a, 10);
        queue.arm(new Named("b"), 11);
        assertThat(queue.expire(20)).isEqualTo(2);
        assertThat(log).containsExactly("a@20", "b@20");
        assertThat(queue.nextDeadline()).isEqualTo(1);
        assertThat(queue.expire(20)).isEqualTo(1);
    }

    @Test
    void aTimerThatAnEarlierOneCancelsOrPostponesDoesNotFire() {
        var a = new Named("a");
        var b = new Named("b");
        var c = new Named("c");
        a.then = () -> {
            queue.cancel(b);
            queue.arm(c, 500);
        };
        queue.arm(a, 1);
        queue.arm(b, 2);
        queue.arm(c, 3);
        assertThat(queue.expire(10)).isEqualTo(1);
        assertThat(queue.nextDeadline()).isEqualTo(500);
    }

    @Test
    void aThrowingTimerLosesNoOther() {
        var a = new Named("a");
        a.then = () -> {
            throw new AssertionError("broken");
        };
        queue.arm(a, 1);
        queue.arm(new Named("b"), 2);
        assertThatThrownBy(() -> queue.expire(10)).isInstanceOf(AssertionError.class);
        assertThat(queue.nextDeadline()).isEqualTo(2);
        assertThat(queue.expire(10)).isEqualTo(1);
        assertThat(log).containsExactly("a@10", "b@10");
    }

    @Test
    void manyDisarmedTimersAreForgottenBeforeTheirOldDeadline() {
        var timers = new ArrayList<Timer>();
        for (int i = 0; i < 1000; i++) {
            var timer = new Named("t" + i);
            timers.add(timer);
            queue.arm(timer, 1_000_000 + i);
        }
        for (int i = 0; i < 900; i++) queue.arm(timers.get(i), Deadline.NEVER);
        assertThat(queue.size()).isEqualTo(100);
        assertThat(timers.subList(0, 900).stream().filter(timer -> timer.index != Timer.ABSENT).count())
                .isLessThan(200);
        assertThat(queue.nextDeadline()).isEqualTo(1_000_900);
        assertThat(queue.expire(2_000_000)).isEqualTo(100);
    }

    @Test
    void agreesWithASortedListOverRandomOperations() {
        for (long seed = 0; seed < 200; seed++) compareWithModel(seed);
    }

    private static final class Modelled extends Timer {
        final int name;
        final List<Integer> fired;
        long modelDeadline = Deadline.NEVER;
        long modelSerial;

        Modelled(int name, List<Integer> fired) {
            this.name = name;
            this.fired = fired;
        }

        @Override
        protected void expired(long now) {
            assertThat(modelDeadline).isLessThanOrEqualTo(now);
            modelDeadline = Deadline.NEVER;
            fired.add(name);
        }
    }

    private static void compareWithModel(long seed) {
        var random = new SplittableRandom(seed);
        var queue = new TimerQueue();
        var fired = new ArrayList<Integer>();
        var timers = new ArrayList<Modelled>();
        for (int i = 0; i < 1 + random.nextInt(300); i++) timers.add(new Modelled(i, fired));
        long now = 0;
        long serial = 0;
        for (int step = 0; step < 1000; step++) {
            var timer = timers.get(random.nextInt(timers.size()));
            switch (random.nextInt(10)) {
                case 0 -> {
                    queue.arm(timer, Deadline.NEVER);
                    timer.modelDeadline = Deadline.NEVER;
                }
                case 1 -> {
                    queue.cancel(timer);
                    timer.modelDeadline = Deadline.NEVER;
                }
                case 2 -> {
                    now += random.nextInt(50);
                    long at = now;
                    var expected = timers.stream().filter(t -> t.modelDeadline <= at)
                            .sorted(Comparator.<Modelled>comparingLong(t -> t.modelDeadline)
                                    .thenComparingLong(t -> t.modelSerial))
                            .map(t -> t.name).toList();
                    fired.clear();
                    assertThat(queue.expire(now)).isEqualTo(expected.size());
                    assertThat(fired).as("seed %d", seed).isEqualTo(expected);
                }
                default -> {
                    long deadline = now - 5 + random.nextInt(200);
                    queue.arm(timer, deadline);
                    timer.modelDeadline = deadline;
                    timer.modelSerial = serial++;
                }
            }
            assertThat(queue.nextDeadline()).as("seed %d", seed)
                    .isEqualTo(timers.stream().mapToLong(t -> t.modelDeadline).min().orElseThrow());
            assertThat(queue.size()).isEqualTo(
                    (int) timers.stream().filter(t -> t.modelDeadline != Deadline.NEVER).count());
        }
    }
}
