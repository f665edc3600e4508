package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.config.StackConfig;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers of several connections, and memory for one: who finds none waits for what others give back, and no longer. */
class MemoryShortageTest {
    private static final int CHUNK = ChunkPool.CHUNK_BYTES;
    private static final int ALL = 4 * CHUNK;
    private static final int ALL_FOR_SENDERS = ALL - ALL / ChunkPool.RECEIVE_SHARE;

    private final OneHost host = new OneHost(StackConfig.linux().withLimits(limits -> limits.withBufferBytes(ALL)));
    private final Listener listener = host.listen(80);
    private final Peer peer = host.peer(5000, 80);
    private final Connection rich = peer.connect(listener);
    private final Connection first = host.peer(5001, 80).connect(listener);
    private final Connection second = host.peer(5002, 80).connect(listener);

    @BeforeEach
    void oneConnectionTakesAllMemory() {
        int length = ALL_FOR_SENDERS - 1; // its first byte stands at position 1
        assertThat(rich.write(new byte[length], 0, length)).isEqualTo(length);
        host.changed(rich);
        host.turn();
    }

    /** As a socket does: true if it has to wait. */
    private boolean mustWait(Connection connection) {
        if (connection.write(new byte[100], 0, 100) > 0) return false;
        assertThat(connection.isWritable()).as("there is room").isTrue();
        connection.awaitMemory(host.now);
        connection.writable().arrive(connection);
        host.turn();
        return connection.isAwaitingMemory();
    }

    private void acknowledge(int chunks) {
        for (int sent = 1; sent < chunks * CHUNK; ) { // as the congestion window opens
            sent = Math.min(chunks * CHUNK, sent + 14_000);
            peer.segment(".").seq(1).ack(sent).window(65535).arrives();
            host.turn();
        }
    }

    private List<Object> woken() {
        return host.stack.takeWaiters();
    }

    @Test
    void writerIsWokenByTheTurnInWhichMemoryComesBack() {
        assertThat(mustWait(first)).isTrue();
        host.advanceMillis(100);
        assertThat(woken()).isEmpty();
        acknowledge(1);
        assertThat(first.isAwaitingMemory()).isFalse();
        assertThat(woken()).contains(first);
        assertThat(first.write(new byte[100], 0, 100)).isEqualTo(100);
    }

    @Test
    void asManyAreWokenAsThereAreChunksTheFirstComeFirst() {
        assertThat(mustWait(first)).isTrue();
        assertThat(mustWait(second)).isTrue();
        acknowledge(1);
        assertThat(first.isAwaitingMemory()).isFalse();
        assertThat(second.isAwaitingMemory()).isTrue();
        assertThat(first.write(new byte[100], 0, 100)).isEqualTo(100);
        host.changed(first);
        host.turn();
        assertThat(second.isAwaitingMemory()).isTrue();
        first.abort(host.now);
        host.turn();
        assertThat(second.isAwaitingMemory()).isFalse();
    }

    @Test
    void writerThatHasLeftTakesNobodysPlace() {
        assertThat(mustWait(first)).isTrue();
        assertThat(mustWait(second)).isTrue();
        first.close(host.now);
        host.turn();
        acknowledge(1);
        assertThat(second.isAwaitingMemory()).isFalse();
    }

    @Test
    void whoGivesMemoryBackKnowsThatSomebodyWaits() {
        assertThat(rich.isMemoryWaitedFor()).isFalse();
        assertThat(mustWait(first)).isTrue();
        assertThat(rich.isMemoryWaitedFor()).isTrue();
        assertThat(rich.needsRingAfterRead()).isTrue();
        acknowledge(2);
        assertThat(rich.isMemoryWaitedFor()).isFalse();
    }

    @Test
    void aStackFullOfWhatItSendsStillReceives() {
        assertThat(mustWait(first)).isTrue();
        peer.segment("P.").seq(1).ack(1).window(65535).data(CHUNK / 2).arrives();
        host.turn();
        assertThat(rich.read(new byte[CHUNK], 0, CHUNK)).isEqualTo(CHUNK / 2);
    }

    @Test
    void nobodyWaitsWhereThereIsMemory() {
        rich.abort(host.now);
        host.turn();
        first.awaitMemory(host.now);
        assertThat(first.isAwaitingMemory()).isFalse();
        assertThat(first.isMemoryWaitedFor()).isFalse();
    }
}
