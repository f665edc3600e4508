package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.Stack;
import dev.weir.core.Turn;
import dev.weir.core.buffer.Bell;
import dev.weir.core.buffer.Marked;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.link.OutgoingPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No ring is lost, and there is never more than one driver: races in lock-step, since threads that ring freely hide a
 * lost ring by the next one; and the same tests on a turn that is broken on purpose, to show that they can fail.
 */
@Timeout(120)
class TurnTest {
    private static final int ROUNDS = 100_000;

    private final Stack stack =
            new Stack(StackConfig.linux().withAddresses("10.0.0.1/24"), MemoryLink.pair(1500).a(), 1, Observer.NONE);
    private final TestLoop loop = new TestLoop();
    private final Turn turn = new Turn(stack, loop);

    // ---- lost rings

    @Test
    @Rfc("EDGE-LIFECYCLE-1")
    void ringDuringATurnIsAnsweredByOneMore() {
        assertThat(ringDuringATurn(stack.bell(), turn)).isTrue();
    }

    @Test
    void ringDuringATurnIsLostByATurnThatDoesNotLookAgain() {
        var bell = new Bell();
        assertThat(ringDuringATurn(bell, new TurnThatDoesNotLookAgain(bell))).isFalse();
    }

    /** Whether what was announced after the bell had been read was attended to. */
    private static boolean ringDuringATurn(Bell bell, Doorbell turn) {
        var second = new Counting(_ -> { });
        var first = new Counting(_ -> {
            bell.push(second);
            turn.ring();
        });
        bell.push(first);
        turn.ring();
        return second.attended == 1;
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-1")
    void noRingIsLostByTwoThreadsInLockStep() throws InterruptedException {
        assertThat(lockStep(stack.bell(), turn, ROUNDS, 30_000_000_000L)).isEqualTo(ROUNDS);
        assertThat(loop.twoDrivers).isFalse();
    }

    @Test
    void lockStepFindsTheRingThatATurnLosesThatDoesNotLookAgain() throws InterruptedException {
        var bell = new Bell();
        int rounds = Integer.MAX_VALUE;
        assertThat(lockStep(bell, new TurnThatDoesNotLookAgain(bell), rounds, 500_000_000)).isLessThan(rounds);
    }

    /**
     * Two threads announce and ring once a round, and wait for each other; answers the rounds before a ring was lost.
     *
     * @param patienceNanos after which it counts as lost, since nothing changes any more
     */
    private int lockStep(Bell bell, Doorbell turn, int rounds, long patienceNanos) throws InterruptedException {
        var items = List.of(new Counting(loop::inside), new Counting(loop::inside));
        var completed = new int[2];
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            int me = i;
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                for (int round = 1; round <= rounds; round++) {
                    bell.push(items.get(me));
                    turn.ring();
                    for (var item : items) {
                        if (!awaitAttended(item, round, patienceNanos)) return;
                    }
                    completed[me] = round;
                }
            }));
        }
        for (var thread : threads) thread.join();
        return Math.min(completed[0], completed[1]);
    }

    private boolean awaitAttended(Counting item, int round, long patienceNanos) {
        long begin = System.nanoTime();
        for (int spins = 0; item.attended < round; spins++) {
            loop.answer(turn);
            if (spins % 64 == 63) Thread.yield(); // one processor
            if (System.nanoTime() - begin > patienceNanos) return false;
        }
        return true;
    }

    @Test
    void noRingIsLostAndNoTwoDriveWhenFourThreadsRingFreely() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        var items = new ArrayList<Counting>();
        for (int i = 0; i < 4; i++) {
            var item = new Counting(loop::inside);
            items.add(item);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; round < ROUNDS / 4; round++) {
                    int before = item.attended;
                    stack.bell().push(item);
                    turn.ring();
                    for (int spins = 0; item.attended == before; spins++) {
                        loop.answer(turn);
                        Thread.yield();
                    }
                }
            }));
        }
        for (var thread : threads) thread.join();
        assertThat(items).allMatch(item -> item.attended >= ROUNDS / 4);
        assertThat(loop.twoDrivers).isFalse();
    }

    // ---- limits

    @Test
    @Rfc("EDGE-LIFECYCLE-11")
    void callerDrivesSixteenTurnsAndHandsOverToTheLoop() {
        var endless = new Endless();
        stack.bell().push(endless);
        turn.ring();
        assertThat(endless.attended).isEqualTo(Turn.CALLER_LIMIT);
        assertThat(loop.calls.get()).isEqualTo(1);
    }

    @Test
    void loopTakesOverWhereTheCallerStopped() {
        var endless = new Endless();
        stack.bell().push(endless);
        turn.ring();
        turn.ring(Turn.LOOP_LIMIT);
        assertThat(endless.attended).isEqualTo(Turn.CALLER_LIMIT + Turn.LOOP_LIMIT);
        assertThat(loop.calls.get()).isEqualTo(2);
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-11")
    void callerLeavesTwoStacksThatBounceToTheirLoopsAfterSixteenTurns() {
        var here = new Endlessly();
        var there = new Endlessly();
        var first = new Turn(stack(here), loop);
        var second = new Turn(stack(there), loop);
        here.peer = second;
        there.peer = first;
        first.ring();
        assertThat(here.received + there.received).isEqualTo(Turn.CALLER_LIMIT);
        assertThat(loop.calls.get()).isEqualTo(1);
    }

    // ---- time

    @Test
    @Rfc("EDGE-LIFECYCLE-12")
    void clockIsReadByWhoHasWonTheTurnAndOncePerTurn() {
        loop.ticking = true;
        var times = new ArrayList<Long>();
        var late = new Marked() {
            @Override
            protected void attend(long now) {
                times.add(now);
            }
        };
        var early = new Marked() {
            @Override
            protected void attend(long now) {
                times.add(now);
                stack.bell().push(late);
                turn.ring(); // a clock read before the turn was won would make this turn's time older
                turn.ring();
            }
        };
        stack.bell().push(early);
        turn.ring();
        assertThat(times).containsExactly(1L, 2L);
    }

    @Test
    @Rfc("EDGE-LIFECYCLE-12")
    void timeNeverGoesBackWhenThreadsCompeteForTheTurn() throws InterruptedException {
        loop.ticking = true;
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                for (int round = 0; round < ROUNDS / 10; round++) {
                    stack.bell().push(new Marked() {
                        @Override
                        protected void attend(long now) {
                            loop.seen(now);
                        }
                    });
                    turn.ring();
                    loop.answer(turn);
                }
            }));
        }
        for (var thread : threads) thread.join();
        assertThat(loop.wentBack).isFalse();
    }

    @Test
    void turnThatThrowsIsLeftAndClosesTheStack() {
        var failure = new AssertionError("broken on purpose");
        stack.bell().push(new Counting(_ -> {
            throw failure;
        }));
        turn.ring();
        assertThat(stack.isClosed()).isTrue();
        assertThat(stack.cause()).isSameAs(failure);
        var late = new Counting(_ -> { });
        stack.bell().push(late);
        turn.ring();
        assertThat(late.attended).as("somebody can still drive").isEqualTo(1);
    }

    // ---- doubles

    private static Stack stack(Link link) {
        return new Stack(StackConfig.linux().withAddresses("10.0.0.1/24"), link, 1, Observer.NONE);
    }

    /** Counts how often it was attended to. */
    private static class Counting extends Marked {
        private final Consumer<Counting> action;
        volatile int attended;

        Counting(Consumer<Counting> action) {
            this.action = action;
        }

        @Override
        protected void attend(long now) {
            action.accept(this);
            int before = attended;
            attended = before + 1; // one driver at a time
        }
    }

    /** Has a packet for every turn, so that the peer is always to be driven next. */
    private static final class Endlessly implements Link {
        private final MemorySegment packet = MemorySegment.ofArray(new byte[1]);
        private Doorbell peer;
        private int received;
        private boolean given;

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500);
        }

        @Override
        public boolean send(OutgoingPacket packet, long now) {
            return true;
        }

        @Override
        public boolean receive(Frame frame, long now) {
            given = !given;
            if (!given) return false;
            received++;
            frame.set(packet, 0, 1);
            return true;
        }

        @Override
        public Doorbell peer() {
            return peer;
        }

        @Override
        public void close() {}
    }

    /** Asks for another turn in every turn. */
    private final class Endless extends Counting {
        Endless() {
            super(self -> {
                stack.bell().push(self);
                turn.ring();
            });
        }
    }

    /** Drives only when it was called, on the thread that asks, so that it hides no lost ring. */
    private static final class TestLoop implements Turn.Loop {
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger pending = new AtomicInteger();
        private final AtomicInteger drivers = new AtomicInteger();
        private volatile boolean twoDrivers;
        private final AtomicLong ticks = new AtomicLong();
        private volatile boolean ticking;
        private volatile long latest;
        private volatile boolean wentBack;

        /** Inside a turn. */
        void seen(long now) {
            wentBack |= now < latest;
            latest = now;
        }

        void inside(Marked item) {
            if (drivers.incrementAndGet() != 1) twoDrivers = true;
            drivers.decrementAndGet();
        }

        void answer(Turn turn) {
            if (pending.get() > 0 && pending.getAndSet(0) > 0) turn.ring(Turn.LOOP_LIMIT);
        }

        @Override
        public long now() {
            return ticking ? ticks.incrementAndGet() : 0;
        }

        @Override
        public void armAtMost(long deadline) {}

        @Override
        public void call() {
            calls.incrementAndGet();
            pending.incrementAndGet();
        }

        @Override
        public void wake(List<Object> waiters) {}
    }

    /** The turn's protocol without its point: a ring that comes while it drives is forgotten when it leaves. */
    private static final class TurnThatDoesNotLookAgain implements Doorbell {
        private final Bell bell;
        private final AtomicInteger state = new AtomicInteger();

        TurnThatDoesNotLookAgain(Bell bell) {
            this.bell = bell;
        }

        @Override
        public void ring() {
            if (!enter()) return;
            bell.attend(0);
            state.set(0);
        }

        private boolean enter() {
            for (int seen; (seen = state.get()) != 2; ) {
                if (state.compareAndSet(seen, seen + 1)) return seen == 0;
            }
            return false;
        }
    }
}
