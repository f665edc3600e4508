package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.TimerQueue;
import org.junit.jupiter.api.Test;

/** The table of deadlines; what its timers do is in the tests of a whole stack. */
class TimersTest {
    private final TimerQueue queue = new TimerQueue();
    private final Timers timers = new Timers(null, queue);

    @Test
    void queueHoldsTheEarliestOfAll() {
        timers.arm(TimerKind.KEEP_ALIVE, 500);
        timers.arm(TimerKind.RETRANSMISSION, 300);
        timers.arm(TimerKind.USER_TIMEOUT, 900);
        assertThat(queue.nextDeadline()).isEqualTo(300);
        timers.cancel(TimerKind.RETRANSMISSION);
        assertThat(timers.deadline()).isEqualTo(500);
        timers.arm(TimerKind.KEEP_ALIVE, 1000);
        assertThat(timers.deadline()).isEqualTo(900);
        timers.cancelAll();
        assertThat(timers.deadline()).isEqualTo(Deadline.NEVER);
        for (var kind : TimerKind.values()) assertThat(timers.isArmed(kind)).isFalse();
    }

    @Test
    void armedTimerIsNotMovedByWhoOnlyWantsItToRun() {
        timers.armIfIdle(TimerKind.RETRANSMISSION, 300);
        timers.armIfIdle(TimerKind.RETRANSMISSION, 200);
        assertThat(timers.deadline(TimerKind.RETRANSMISSION)).isEqualTo(300);
        timers.cancel(TimerKind.PERSIST);
        assertThat(timers.deadline()).isEqualTo(300);
    }
}
