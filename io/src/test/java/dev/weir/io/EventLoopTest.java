package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.State;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two stacks in real time on a memory link. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an interrupt ends no wait of a platform thread
class EventLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PORT = 80;

    private EventLoop client;
    private EventLoop server;

    @BeforeEach
    void start() {
        var pair = MemoryLink.pair(1500);
        client = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.1/24"), pair.a());
        server = EventLoop.start(StackConfig.linux().withAddresses("10.0.0.2/24"), pair.b());
    }

    @AfterEach
    void stop() {
        client.close(Duration.ZERO);
        server.close(Duration.ZERO);
    }

    // ---- traffic

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesGoBothWaysUnchanged(boolean virtual) throws Exception {
        var data = new byte[4 << 20];
        new Random(1).nextBytes(data);
        var listener = Peer.listen(server, PORT);
        var echo = run(virtual, () -> {
            var accepted = Peer.accept(server, listener);
            var buffer = new byte[1 << 16];
            for (int got; (got = accepted.read(buffer, 0, buffer.length)) > 0; ) {
                accepted.write(Arrays.copyOf(buffer, got));
            }
            accepted.close();
            return null;
        });
        var connected = run(virtual, () -> Peer.connect(client, "10.0.0.2", PORT)).get();
        var writer = run(virtual, () -> {
            connected.write(data);
            client.submit((_, now) -> {
                connected.connection().shutdownOutput(now);
                return null;
            });
            return null;
        });
        assertThat(run(virtual, () -> connected.readFully(data.length)).get()).isEqualTo(data);
        assertThat(connected.read(new byte[1], 0, 1)).isEqualTo(-1);
        writer.get();
        echo.get();
    }

    @Test
    void manyConnectionsAtOnceLoseNoWakeUp() throws Exception {
        var listener = Peer.listen(server, PORT);
        var servers = run(true, () -> {
            for (int i = 0; i < 64; i++) {
                var accepted = Peer.accept(server, listener);
                run(true, () -> {
                    var one = new byte[1];
                    while (accepted.read(one, 0, 1) > 0) accepted.write(one);
                    accepted.close();
                    return null;
                });
            }
            return null;
        });
        var clients = new ArrayList<FutureTask<Integer>>();
        for (int i = 0; i < 64; i++) {
            clients.add(run(i % 4 != 0, () -> {
                var connected = Peer.connect(client, "10.0.0.2", PORT);
                int sum = 0;
                for (int round = 0; round < 500; round++) {
                    connected.write(new byte[] {(byte) round});
                    sum += connected.readFully(1)[0] == (byte) round ? 1 : 0;
                }
                connected.close();
                return sum;
            }));
        }
        for (var each : clients) assertThat(each.get()).isEqualTo(500);
        servers.get();
    }

    @Test
    void timerRunsWithoutAnybodyRinging() throws Exception {
        server.close(Duration.ZERO); // nobody answers: only the SYN's own timer can end it
        var config = StackConfig.linux().withAddresses("10.0.0.1/24")
                .withTcp(tcp -> tcp.withRto(tcp.rto().withInitial(Duration.ofMillis(200)))
                        .withHandshake(tcp.handshake().withSynRetries(1)));
        try (var alone = EventLoop.start(config, MemoryLink.pair(1500).a())) {
            assertThatThrownBy(() -> Peer.connect(alone, "10.0.0.2", PORT)).hasMessageContaining("not connected");
        }
    }

    // ---- submit and await

    @Test
    void requestIsAnsweredOrItsRefusalThrown() {
        assertThat(client.<String>submit((stack, _) -> stack.config().addresses().toString()))
                .isEqualTo("[10.0.0.1/24]");
        assertThatThrownBy(() -> client.submit((_, _) -> {
            throw new CallRefused(CallRefused.Why.NO_ROUTE);
        })).isInstanceOf(CallRefused.class);
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void interruptedThreadStillGetsItsAnswerAndKeepsItsStatus() throws Exception {
        assertThat(run(false, () -> {
            Thread.currentThread().interrupt();
            int answer = client.submit((_, _) -> 7);
            return answer == 7 && Thread.currentThread().isInterrupted();
        }).get()).isTrue();
    }

    @Test
    void awaitEndsAtItsDeadlineAndNotBefore() throws InterruptedException {
        long deadline = client.now() + 5_000_000;
        assertThat(client.await(new WaitPoint(), () -> false, deadline)).isFalse();
        assertThat(client.now()).isGreaterThanOrEqualTo(deadline);
    }

    @Test
    void awaitDoesNotSleepForWhatIsReady() throws InterruptedException {
        assertThat(client.await(new WaitPoint(), () -> true, Long.MIN_VALUE)).isTrue();
    }

    @Test
    void interruptEndsTheWaitOfAVirtualThread() throws Exception {
        var waiting = new CountDownLatch(1);
        var status = new AtomicBoolean();
        var task = new FutureTask<>(() -> {
            try {
                return client.await(new WaitPoint(), announcing(waiting), Deadline.NEVER);
            } finally {
                status.set(Thread.currentThread().isInterrupted());
            }
        });
        var thread = Thread.ofVirtual().start(task);
        waiting.await();
        thread.interrupt();
        assertThatThrownBy(() -> task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(status).isTrue();
    }

    @Test
    void interruptNeitherEndsNorSpinsTheWaitOfAPlatformThread() throws Exception {
        var waiting = new CountDownLatch(1);
        var looks = new AtomicInteger();
        var done = new AtomicBoolean();
        var point = new WaitPoint();
        var task = new FutureTask<>(() -> {
            boolean answer = client.await(point, () -> {
                looks.incrementAndGet();
                waiting.countDown();
                return done.get();
            }, Deadline.NEVER);
            return answer && Thread.currentThread().isInterrupted();
        });
        var thread = Thread.ofPlatform().daemon().start(task);
        waiting.await();
        thread.interrupt();
        while (thread.getState() != Thread.State.WAITING || thread.isInterrupted()) Thread.onSpinWait();
        int looksBefore = looks.get();
        for (int i = 0; i < 100; i++) client.submit((_, _) -> null);
        assertThat(looks.get()).as("it sleeps").isEqualTo(looksBefore).isLessThan(5);
        done.set(true);
        client.submit((stack, _) -> {
            stack.signal(point);
            return null;
        });
        assertThat(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ready, with the status set again").isTrue();
    }

    // ---- fairness: docs/decisions/0003

    @Test
    void setsOfWaitersThatAreHandedToTheLoopAreWokenToo() throws Exception {
        var awake = new CountDownLatch(40 * EventLoop.HAND_OVER_AFTER_SETS);
        var waker = run(true, () -> {
            for (int i = 0; i < 40 * EventLoop.HAND_OVER_AFTER_SETS; i++) {
                client.wake(List.of(Thread.ofPlatform().daemon().start(() -> {
                    LockSupport.park();
                    awake.countDown();
                })));
            }
            return null;
        });
        waker.get();
        assertThat(awake.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    // ---- the end

    @Test
    void closeSendsWhatIsQueuedAndItsFin() throws Exception {
        var listener = Peer.listen(server, PORT);
        var connected = run(true, () -> Peer.connect(client, "10.0.0.2", PORT)).get();
        var accepted = Peer.accept(server, listener);
        var data = new byte[3 << 20]; // more than the receiver's window: it has to be read before the rest can be sent
        var writer = run(true, () -> {
            connected.write(data);
            client.close(PATIENCE);
            return null;
        });
        assertThat(accepted.readFully(data.length)).isEqualTo(data);
        assertThat(accepted.read(new byte[1], 0, 1)).isEqualTo(-1);
        writer.get();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void closeResetsWhatItsLimitCutsOff() throws Exception {
        var listener = Peer.listen(server, PORT);
        var connected = Peer.connect(client, "10.0.0.2", PORT);
        var accepted = Peer.accept(server, listener);
        int queued = connected.connection().write(new byte[8 << 20], 0, 8 << 20); // never read
        client.ring(connected.connection());
        assertThat(queued).isPositive();
        client.close(Duration.ofMillis(50));
        server.await(accepted.connection().finished(), () -> accepted.connection().state() == State.CLOSED,
                server.now() + PATIENCE.toNanos());
        assertThat(accepted.connection().closeReason()).isNotIn(CloseReason.NONE, CloseReason.CLOSED);
    }

    @Test
    void closedLoopRefusesRequestsAndEndsItsThread() {
        client.close();
        client.close();
        assertThat(client.isClosed()).isTrue();
        assertThatThrownBy(() -> client.submit((_, _) -> null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.await(new WaitPoint(), () -> false, Deadline.NEVER))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(
                thread -> thread.getName().equals("weir-loop [10.0.0.1/24]"));
    }

    @Test
    void closeUnderLoadLeavesNobodyWaiting() throws Exception {
        var listener = Peer.listen(server, PORT);
        var busy = new ArrayList<FutureTask<Void>>();
        var begun = new CountDownLatch(24);
        busy.add(run(true, () -> {
            for (Peer accepted; (accepted = Peer.accept(server, listener)) != null; ) {
                var each = accepted;
                busy.add(run(true, () -> {
                    while (true) each.write(each.readFully(1));
                }));
            }
            return null;
        }));
        for (int i = 0; i < 24; i++) {
            int kind = i;
            busy.add(run(i % 2 == 0, () -> {
                if (kind % 3 == 0) {
                    begun.countDown();
                    while (true) client.submit((_, _) -> null);
                }
                var connected = Peer.connect(client, "10.0.0.2", PORT);
                begun.countDown();
                while (true) {
                    connected.write(new byte[1]);
                    if (kind % 3 == 1) connected.readFully(1);
                    else connected.readFully(2); // waits for ever
                }
            }));
        }
        begun.await();
        server.close(Duration.ofMillis(20));
        client.close(Duration.ofMillis(20));
        for (var each : List.copyOf(busy)) {
            try {
                each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOfAny(IllegalStateException.class, CallRefused.class);
            }
        }
    }

    @Test
    void errorInATurnClosesTheStackAndWakesEverybody() throws Exception {
        var waiting = new CountDownLatch(1);
        var listener = Peer.listen(client, PORT);
        var acceptor = run(true, () -> client.await(listener.acceptable(), () -> {
            waiting.countDown();
            return listener.isClosed();
        }, Deadline.NEVER));
        waiting.await();
        client.ring(new Marked() {
            @Override
            protected void attend(long now) {
                throw new AssertionError("broken on purpose");
            }
        });
        assertThat(acceptor.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(client.isClosed()).isTrue();
        client.close();
    }

    private static BooleanSupplier announcing(CountDownLatch waiting) {
        return () -> {
            waiting.countDown();
            return false;
        };
    }

    private static <T> FutureTask<T> run(boolean virtual, Callable<T> body) {
        var task = new FutureTask<>(body);
        if (virtual) Thread.ofVirtual().start(task);
        else Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
