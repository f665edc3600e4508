package dev.weir.io;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.link.Frame;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.core.time.Deadline;
import dev.weir.io.sys.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A counter of the kernel (eventfd) stands for the device: it is readable while it is not zero. */
@Timeout(20)
class EpollWaiterTest {
    private Device device;
    private EpollWaiter waiter;

    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "epoll exists on Linux only");
    }

    private void open() throws Exception {
        device = new Device();
        waiter = new EpollWaiter(device);
    }

    @AfterEach
    void close() {
        if (waiter == null) return;
        waiter.close();
        device.close();
    }

    @Test
    void wakeBeforeSleepEndsIt() throws Exception {
        open();
        waiter.wake();
        assertThat(waiter.sleep(Deadline.NEVER)).isFalse();
    }

    @Test
    void wakeFromAnotherThreadEndsSleep() throws Exception {
        open();
        var asleep = sleeper();
        waiter.wake();
        assertThat(asleep.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void alarmEndsSleepAndNeverEarly() throws Exception {
        open();
        for (int i = 0; i < 20; i++) {
            long deadline = RealTime.now() + 2_000_000;
            waiter.alarm(deadline);
            waiter.sleep(deadline);
            assertThat(RealTime.now()).isGreaterThanOrEqualTo(deadline);
        }
    }

    @Test
    void alarmInThePastEndsSleepAtOnce() throws Exception {
        open();
        waiter.alarm(RealTime.now() - 1);
        waiter.sleep(0);
    }

    @Test
    void deviceIsAnnouncedOnceUntilItIsLetGo() throws Exception {
        open();
        device.arrive();
        assertThat(waiter.sleep(Deadline.NEVER)).isTrue();
        var asleep = sleeper(); // the packet is still there, but nobody let go
        assertThat(asleep.join(Duration.ofMillis(50))).isFalse();
        device.drained = true;
        waiter.letGo();
        assertThat(asleep.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void deviceWithPacketsLeftOverIsNotArmed() throws Exception {
        open();
        device.arrive();
        waiter.sleep(Deadline.NEVER);
        device.drained = false;
        waiter.letGo();
        var asleep = sleeper();
        assertThat(asleep.join(Duration.ofMillis(50))).isFalse();
        waiter.wake();
        asleep.join();
    }

    @Test
    void blockedDeviceIsAnnouncedWhenItTakesPacketsAgain() throws Exception {
        open();
        device.drained = true;
        device.blocked = true; // an eventfd takes more at any time
        waiter.letGo();
        assertThat(waiter.sleep(Deadline.NEVER)).isTrue();
    }

    @Test
    void wakeAfterCloseDoesNothing() throws Exception {
        open();
        waiter.close();
        waiter.wake();
        waiter = null;
        device.close();
    }

    /** A thread that has begun to sleep, or is about to. */
    private Thread sleeper() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var thread = Thread.ofPlatform().daemon().start(() -> {
            begun.countDown();
            waiter.sleep(Deadline.NEVER);
        });
        begun.await();
        return thread;
    }

    private static final class Device implements DescriptorLink {
        private final Arena arena = Arena.ofShared();
        private final SystemCalls calls = new SystemCalls(arena);
        private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
        private final int fd = calls.eventfd(0, 0x80800);
        private boolean drained;
        private boolean blocked;

        void arrive() {
            assertThat(calls.write(fd, one, 0, 8)).isEqualTo(8);
        }

        @Override
        public int descriptor() {
            return fd;
        }

        @Override
        public boolean isDrained() {
            return drained;
        }

        @Override
        public boolean isBlocked() {
            return blocked;
        }

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
            return false;
        }

        @Override
        public void close() {
            calls.close(fd);
            arena.close();
        }
    }
}
