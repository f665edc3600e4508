package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.SendLimit;
import dev.weir.core.event.TimerKind;
import dev.weir.core.ip.SipHash;
import dev.weir.core.time.TimerQueue;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is bounded or measured: answers, challenges, the clock of limits, keep-alive. */
class LimitsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final IpAddress ADDRESS = IpAddress.parse("10.0.0.1");
    private static final ConnectionOptions OPTIONS = ConnectionOptions.of(StackConfig.linux());

    @Test
    void answersThatFindNoRoomAreCounted() {
        var counters = new Counters();
        var replies = new Replies(3, counters);
        var reply = Reset.answering(new Flow(ADDRESS, 1, ADDRESS, 2), 0, 0, 0, 0, OPTIONS, SendCause.RESET);
        for (int i = 0; i < 10; i++) assertThat(replies.add(reply)).isEqualTo(i < 3);
        assertThat(counters.count(Counter.REPLIES_LOST)).isEqualTo(7);
        assertThat(replies.isEmpty()).isFalse();
    }

    @Test
    @Rfc({"5961#7", "MAY-12"})
    void challengesAreRationedPerSecondAroundTheConfiguredNumber() {
        var challenges = new Challenges(1000, SipHash.derived(1, 0));
        var granted = new HashSet<Integer>();
        for (long second = 1; second <= 20; second++) {
            int count = 0;
            for (int i = 0; i < 5000; i++) {
                if (challenges.grant(second * SECOND + i)) count++;
            }
            assertThat(count).isBetween(500, 1499);
            granted.add(count);
        }
        assertThat(granted).as("not a number that others can count on").hasSizeGreaterThan(10);
    }

    @Test
    @Rfc("5961#7")
    void noneAreGrantedWhereNoneAreConfiguredAndOneWhereOneIs() {
        assertThat(new Challenges(0, SipHash.derived(1, 0)).grant(0)).isFalse();
        var one = new Challenges(1, SipHash.derived(1, 0));
        assertThat(one.grant(0)).isTrue();
        assertThat(one.grant(1)).isFalse();
        assertThat(one.grant(SECOND)).isTrue();
    }

    @Test
    void everyInstantSinceEstablishedIsAccountedOnce() {
        var clock = new LimitClock();
        clock.limit(SendLimit.LINK, 50); // the SYN could not leave
        clock.limit(SendLimit.NOT_ESTABLISHED, 80);
        clock.begin(100);
        assertThat(clock.limit(SendLimit.CONGESTION_WINDOW, 110)).isTrue();
        assertThat(clock.limit(SendLimit.CONGESTION_WINDOW, 115)).isFalse();
        clock.limit(SendLimit.RECEIVER_WINDOW, 130);
        clock.limit(SendLimit.APPLICATION, 160);
        assertThat(clock.since()).isEqualTo(160);
        assertThat(clock.spent(200)).isEqualTo(Map.of(SendLimit.APPLICATION, 50L, SendLimit.CONGESTION_WINDOW, 20L,
                SendLimit.RECEIVER_WINDOW, 30L));
        clock.limit(SendLimit.NOT_ESTABLISHED, 200);
        assertThat(clock.spent(900).values().stream().mapToLong(nanos -> nanos).sum()).isEqualTo(100);
    }

    // ---- keep-alive, by hand

    private final TimerQueue queue = new TimerQueue();
    private final Timers timers = new Timers(null, queue);
    private final KeepAlive keepAlive = new KeepAlive(timers);
    private final ConnectionOptions options = ConnectionOptions.of(StackConfig.rfc()).withKeepAlive(true)
            .withKeepAliveIdle(Duration.ofSeconds(10)).withKeepAliveInterval(Duration.ofSeconds(2))
            .withKeepAliveProbes(2);

    private boolean expired(long heardAt, boolean outstanding, long now) {
        timers.cancel(TimerKind.KEEP_ALIVE); // as the table does before it calls
        return keepAlive.expired(options, heardAt, outstanding, now);
    }

    @Test
    @Rfc({"9293#3.8.4", "MUST-28"})
    void presetsWaitAtLeastTwoHours() {
        for (var preset : new StackConfig[] {StackConfig.linux(), StackConfig.freebsd(), StackConfig.rfc()}) {
            assertThat(preset.tcp().keepAlive().idle()).isGreaterThanOrEqualTo(Duration.ofHours(2));
            assertThat(preset.tcp().keepAlive().enabled()).isFalse();
            assertThat(preset.tcp().keepAlive().probes()).isGreaterThan(1);
        }
    }

    @Test
    @Rfc({"9293#3.8.4", "MUST-26", "MUST-29"})
    void probesFollowSilenceAndTheirAnswersStartItAnew() {
        keepAlive.configure(options, 0);
        assertThat(timers.deadline(TimerKind.KEEP_ALIVE)).isEqualTo(10 * SECOND);
        assertThat(expired(4 * SECOND, false, 10 * SECOND)).isFalse();
        assertThat(keepAlive.probeDue()).isFalse();
        assertThat(timers.deadline(TimerKind.KEEP_ALIVE)).isEqualTo(14 * SECOND);
        assertThat(expired(4 * SECOND, false, 14 * SECOND)).isFalse();
        assertThat(keepAlive.probeDue()).isTrue();
        keepAlive.probeSent();
        assertThat(keepAlive.probeDue()).isFalse();
        assertThat(timers.deadline(TimerKind.KEEP_ALIVE)).isEqualTo(16 * SECOND);
        keepAlive.heard();
        assertThat(expired(15 * SECOND, false, 16 * SECOND)).isFalse();
        assertThat(timers.deadline(TimerKind.KEEP_ALIVE)).isEqualTo(25 * SECOND);
        assertThat(expired(15 * SECOND, false, 25 * SECOND)).isFalse();
        assertThat(expired(15 * SECOND, false, 27 * SECOND)).isFalse();
        assertThat(expired(15 * SECOND, false, 29 * SECOND)).as("two unanswered").isTrue();
    }

    @Test
    @Rfc({"9293#3.8.4", "MUST-24"})
    void switchedOffItDoesNothing() {
        keepAlive.configure(options, 0);
        keepAlive.configure(options.withKeepAlive(false), 1);
        assertThat(timers.isArmed(TimerKind.KEEP_ALIVE)).isFalse();
        assertThat(keepAlive.expired(options.withKeepAlive(false), 0, false, 100 * SECOND)).isFalse();
        assertThat(keepAlive.probeDue()).isFalse();
    }

    @Test
    void lastWordOfAConnectionFindsRoomBeyondTheLimit() {
        var counters = new Counters();
        var replies = new Replies(1, counters);
        var reset = Reset.answering(new Flow(ADDRESS, 1, ADDRESS, 2), 0, 0, 0, 0, OPTIONS, SendCause.RESET);
        for (int i = 0; i < 10; i++) replies.addLast(reset);
        assertThat(counters.count(Counter.REPLIES_LOST)).isZero();
        assertThat(replies.add(reset)).as("answers to what arrives stay bounded").isFalse();
    }
}
