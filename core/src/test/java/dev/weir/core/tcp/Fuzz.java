package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.OneHost;
import dev.weir.core.Peer;
import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.config.Limits;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.TimerKind;
import dev.weir.core.ip.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One stack among peers that talk nonsense, and with an application that does anything; checked after every step. */
final class Fuzz {
    private static final int CONNECTIONS = 12;
    private static final int HALF_OPEN = 5;
    private static final int TIME_WAIT = 4;
    private static final long BUFFER_BYTES = 24L * ChunkPool.CHUNK_BYTES;
    private static final int PEERS = 8;
    private static final int MTU = 1500;
    private static final VarHandle TIMERS;

    static {
        try {
            TIMERS = MethodHandles.privateLookupIn(Connection.class, MethodHandles.lookup())
                    .findVarHandle(Connection.class, "timers", Timers.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final OneHost host;

    private final SplittableRandom random;
    private final boolean damage;
    private final List<Player> players = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>(); // the application's
    private final Map<Connection, Long> written = new HashMap<>(); // looked up only
    private final Map<Connection, Long> edges = new HashMap<>(); // looked up only
    private final List<byte[]> sent = new ArrayList<>(); // lately, to be quoted
    private Listener listener;
    private long fingerprint;
    private int eventsSeen;
    private boolean atRest; // nothing has happened since the last turn

    /** What a peer believes, so that much of what it says fits. */
    private final class Player {
        private final Peer peer;
        private int next; // of its own numbers
        private int heard; // end of what the stack said
        private int clock = random.nextInt();
        private boolean stamped;

        Player(Peer peer) {
            this.peer = peer.iss(random.nextInt());
        }

        /** As it should be. */
        void connect() {
            stamped = random.nextBoolean();
            peer.again(random.nextInt());
            var syn = peer.segment("S").mss(1460);
            if (random.nextBoolean()) syn.sackPermitted();
            if (random.nextBoolean()) syn.windowScale(random.nextInt(15));
            if (stamped) syn.timestamps(clock, 0);
            syn.arrives();
            host.turn();
            for (var segment : peer.heardSoFar()) {
                if ((segment.flags() & TcpFlags.SYN) == 0) continue;
                var ack = peer.segment(".").seq(1).ack(1).window(window());
                if (stamped) ack.timestamps(clock, segment.options().tsVal());
                ack.arrives();
                next = 1;
                heard = 1;
            }
        }

        void listen() {
            for (var segment : peer.heardSoFar()) {
                heard = random.nextInt(4) == 0 ? heard : segment.end();
                if ((segment.flags() & TcpFlags.ACK) != 0 && random.nextInt(8) != 0) next = segment.ack();
            }
        }

        Peer.Sent segment() {
            clock += random.nextInt(3);
            int kind = random.nextInt(100);
            String flags = kind < 60 ? "." : kind < 72 ? "P." : kind < 80 ? "F." : kind < 88 ? "S" : kind < 92 ? "S."
                    : kind < 95 ? "R." : kind < 97 ? "R" : kind < 98 ? ".U"
                    : TcpFlags.text(random.nextInt(TcpFlags.MASK));
            boolean syn = flags.equals("S");
            if (syn && random.nextInt(3) == 0) peer.again(random.nextInt());
            int seq = syn && random.nextInt(4) != 0 ? 0 : near(next);
            var segment = peer.segment(flags).seq(seq).ack(near(heard)).window(window());
            if (random.nextInt(20) == 0) segment.urgent(random.nextInt(65536));
            int room = 40;
            if ((syn || random.nextInt(30) == 0) && random.nextInt(5) != 0) {
                segment.mss(random.nextInt(5) == 0 ? random.nextInt(65536) : 1460);
                room -= 4;
            }
            if (syn && random.nextInt(3) == 0) {
                segment.windowScale(random.nextInt(16));
                room -= 4;
            }
            if (syn && random.nextInt(2) == 0) {
                segment.sackPermitted();
                room -= 4;
            }
            if (stamped ? random.nextInt(8) != 0 : random.nextInt(5) == 0) {
                segment.timestamps(random.nextInt(10) == 0 ? random.nextInt() : clock, random.nextInt());
                room -= 12;
            }
            if (room >= 28 && random.nextInt(4) == 0) {
                int left = heard + random.nextInt(8000) - 3000;
                int right = left + random.nextInt(4000) - 100;
                segment.sack(left, right, right + random.nextInt(3000), right + random.nextInt(9000) - 2000);
                room -= 20;
            }
            if (room >= 8 && random.nextInt(12) == 0) {
                var noise = new byte[1 + random.nextInt(room - 3)];
                random.nextBytes(noise);
                segment.options(noise);
            }
            int length = random.nextInt(2) == 0 ? random.nextInt(1461 - 40) : 0;
            var data = new byte[length];
            int first = peer.iss() + seq + ((TcpFlags.parse(flags) & TcpFlags.SYN) != 0 ? 1 : 0);
            for (int i = 0; i < length; i++) data[i] = Peer.byteAt(first + i);
            return segment.data(data);
        }

        private int near(int number) {
            return switch (random.nextInt(20)) {
                case 0 -> random.nextInt();
                case 1, 2 -> number + random.nextInt(20_000) - 5_000;
                case 3, 4, 5 -> number + random.nextInt(7) - 3;
                case 6 -> number + (1 << 31) + random.nextInt(3) - 1;
                default -> number;
            };
        }

        private int window() {
            return switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> random.nextInt(3000);
                default -> 20_000 + random.nextInt(45_536);
            };
        }
    }

    Fuzz(StackConfig preset, long seed, boolean damage) {
        this.random = new SplittableRandom(seed);
        this.damage = damage;
        var config = preset
                .withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(2048 << random.nextInt(7))
                        .withSendBytes(2048 << random.nextInt(7)).withHoles(1 + random.nextInt(20))))
                .withTcp(tcp -> tcp.withHandshake(tcp.handshake().withSynCookies(random.nextBoolean())
                        .withAbortOnOverflow(random.nextBoolean())))
                .withTcp(tcp -> tcp.withSecurity(tcp.security().withChallengeAcks(random.nextInt(4) != 0)))
                .withLimits(Fuzz::limits);
        host = new OneHost(config, seed);
        host.tap = this::check;
        listen();
        for (int i = 0; i < PEERS; i++) {
            players.add(new Player(host.peer(i % 2 == 0 ? "10.0.0.2" : "fd00::2", 5000 + i, 80)));
        }
    }

    private static Limits limits(Limits limits) {
        return limits.withConnections(CONNECTIONS).withHalfOpen(HALF_OPEN).withTimeWait(TIME_WAIT).withReplies(20)
                .withBufferBytes(BUFFER_BYTES);
    }

    private void listen() {
        listener = host.listen(80, 1 + random.nextInt(3), Admission.ALL);
        listener.options(listener.options().withUrgentInline(true));
    }

    // ---- one step

    void step() {
        int kind = random.nextInt(100);
        if (kind < 65) {
            arrive();
        } else if (kind < 90) {
            application();
        } else if (kind < 94) {
            icmp();
        } else if (kind < 97) {
            host.link.room = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(4);
        } else if (host.stack.nextDeadline() != Long.MAX_VALUE && random.nextBoolean()) {
            host.now = Math.max(host.now, host.stack.nextDeadline());
        } else {
            host.now += random.nextInt(300) * 1_000_000L;
        }
        if (random.nextInt(3) == 0) host.now += random.nextInt(2_000_000);
        atRest = random.nextInt(3) != 0;
        if (atRest) host.turn();
        for (var player : players) player.listen();
        check();
    }

    private void arrive() {
        if (random.nextInt(12) == 0) {
            players.get(random.nextInt(PEERS)).connect();
            return;
        }
        byte[] packet = players.get(random.nextInt(PEERS)).segment().packet();
        if (damage && random.nextInt(3) == 0) packet = damaged(packet);
        host.receive(packet);
        if (random.nextInt(20) == 0) host.receive(packet);
    }

    private byte[] damaged(byte[] packet) {
        int header = packet[0] >>> 4 == 4 ? 20 : 40;
        var s = MemorySegment.ofArray(packet);
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            int at = header + random.nextInt(Math.min(60, packet.length - header));
            packet[at] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextInt(4) == 0) {
            packet = Arrays.copyOf(packet, header + random.nextInt(packet.length - header));
            s = MemorySegment.ofArray(packet);
            packet[header == 20 ? 2 : 4] = (byte) (packet.length - (header == 20 ? 0 : 40) >>> 8);
            packet[header == 20 ? 3 : 5] = (byte) (packet.length - (header == 20 ? 0 : 40));
            if (header == 20) Ipv4Header.writeChecksum(s, 0);
        }
        if (packet.length >= header + 20 && random.nextInt(10) != 0) seal(s, header, packet.length);
        return packet;
    }

    private static void seal(MemorySegment s, int header, int length) {
        if (header == 20) {
            var from = IpAddress.ofIpv4(Ipv4Header.source(s, 0));
            var to = IpAddress.ofIpv4(Ipv4Header.destination(s, 0));
            TcpHeader.writeChecksum(s, header, length - header, from.high(), from.low(), to.high(), to.low());
        } else {
            TcpHeader.writeChecksum(s, header, length - header, Ipv6Header.sourceHigh(s, 0), Ipv6Header.sourceLow(s, 0),
                    Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0));
        }
    }

    /** A router's opinion about a packet that was sent. */
    private void icmp() {
        if (sent.isEmpty()) return;
        byte[] packet = sent.get(random.nextInt(sent.size()));
        boolean ipv4 = packet[0] >>> 4 == 4;
        byte[] quote = Arrays.copyOf(packet, Math.min(packet.length, (ipv4 ? 20 : 40) + 8));
        int[] types = ipv4 ? new int[] {3, 4, 11, 12} : new int[] {1, 2, 3, 4};
        int rest = random.nextBoolean() ? 1280 + random.nextInt(200) : random.nextInt(1500);
        host.receive(Packet.from(ipv4 ? "10.0.0.3" : "fd00::3", ipv4 ? "10.0.0.1" : "fd00::1")
                .icmp(types[random.nextInt(4)], random.nextInt(7), rest, quote).bytes());
    }

    // ---- the application

    private void application() {
        Connection accepted = listener.accept(host.now);
        if (accepted != null) connections.add(accepted);
        int kind = random.nextInt(20);
        if (kind == 0) {
            open();
            return;
        }
        if (kind == 1 && random.nextInt(8) == 0) {
            listener.close(host.now);
            listen();
            return;
        }
        if (connections.isEmpty()) return;
        Connection c = connections.get(random.nextInt(connections.size()));
        switch (kind) {
            case 2, 3, 4, 5, 6, 7 -> write(c, 1 + random.nextInt(5000));
            case 8, 9, 10, 11, 12, 13, 14 -> read(c, 1 + random.nextInt(20_000));
            case 15 -> {
                if (c.closeReason() == CloseReason.NONE && c.state().isSynchronized()) c.shutdownOutput(host.now);
            }
            case 16 -> options(c);
            case 17 -> {
                if (random.nextInt(5) == 0) c.shutdownInput(host.now);
                else c.sendUrgent(host.now);
            }
            case 18 -> close(c);
            default -> {
                if (random.nextInt(3) == 0) c.abort(host.now);
                c.info(host.now);
                c.explain(host.now);
            }
        }
    }

    private void open() {
        var player = players.get(random.nextInt(PEERS));
        try {
            player.peer.again(random.nextInt());
            var connection = host.open(player.peer);
            connection.options(connection.options().withUrgentInline(true), host.now);
            connections.add(connection);
        } catch (CallRefused refused) {
            assertThat(refused.why()).isEqualTo(CallRefused.Why.TOO_MANY_CONNECTIONS);
        }
    }

    private void write(Connection c, int length) {
        long from = written.getOrDefault(c, 1L);
        int count = c.write(Peer.bytes(from, length), 0, length);
        if (count > 0) written.put(c, from + count);
        host.changed(c);
    }

    private void read(Connection c, int length) {
        long from = c.receiveBuffer().consumed();
        var target = new byte[length];
        int count = c.read(target, 0, length);
        if (!damage && count > 0) {
            for (int i = 0; i < count; i++) {
                if (target[i] != Peer.byteAt(c.receiver().sequence().wire(from + i))) {
                    throw new AssertionError("wrong byte at " + (from + i) + " of " + c.flow());
                }
            }
        }
        if (c.needsRingAfterRead()) host.changed(c);
    }

    private void options(Connection c) {
        var options = c.options().withNoDelay(random.nextBoolean()).withCork(random.nextInt(4) == 0)
                .withKeepAlive(random.nextBoolean()).withKeepAliveIdle(Duration.ofSeconds(1 + random.nextInt(20)))
                .withKeepAliveInterval(Duration.ofSeconds(1 + random.nextInt(5)))
                .withKeepAliveProbes(1 + random.nextInt(3))
                .withMaximumMss(100 + random.nextInt(2000)).withReceiveBytes(2048 << random.nextInt(7))
                .withSendBytes(2048 << random.nextInt(7));
        if (random.nextInt(4) == 0) options = options.withUserTimeout(Duration.ofSeconds(1 + random.nextInt(60)));
        c.options(options, host.now);
    }

    private void close(Connection c) {
        c.close(host.now);
        connections.remove(c);
    }

    /** The link works, the application closes everything, and the peers have fallen silent. */
    void heal() {
        host.link.room = Integer.MAX_VALUE;
        host.turn();
        for (Connection c; (c = listener.accept(host.now)) != null; ) connections.add(c);
        for (var c : List.copyOf(connections)) {
            while (c.available() > 0) read(c, 100_000);
            close(c);
        }
        listener.close(host.now);
        host.advance(Duration.ofMinutes(40));
        atRest = true;
        check();
    }

    // ---- what must hold

    private void check() {
        var tcp = host.stack.tcp();
        var open = tcp.connections();
        assertThat(open.size()).isLessThanOrEqualTo(CONNECTIONS);
        assertThat(tcp.halfOpenCount()).isBetween(0, HALF_OPEN);
        assertThat(tcp.timeWaitCount()).isBetween(0, TIME_WAIT);
        assertThat(host.stack.bufferBytesInUse()).isBetween(0L, BUFFER_BYTES);
        for (var c : open) check(c);
        for (; eventsSeen < host.events.size(); eventsSeen++) check(host.events.get(eventsSeen));
    }

    private void check(Connection c) {
        var snd = c.sender().sequence();
        var outstanding = c.sender().sent();
        assertThat(snd.una()).isLessThanOrEqualTo(snd.nxt());
        assertThat(outstanding.outstandingBytes()).isEqualTo(snd.nxt() - snd.una());
        assertThat(outstanding.lostBytes() + outstanding.sackedBytes()).isBetween(0L, outstanding.outstandingBytes());
        assertThat(c.sender().recovery().congestion().cwnd()).isPositive();
        if (c.receiver() != null) { // SHLD-14
            long edge = c.receiver().window().edge();
            assertThat(edge).isGreaterThanOrEqualTo(edges.getOrDefault(c, 0L));
            edges.put(c, edge);
        }
        if (!atRest || host.stack.tcp().hasDue()) return; // it will be looked at
        var timers = (Timers) TIMERS.get(c);
        if (!c.sender().allAcknowledged() && c.state().isSynchronized() || c.isHandshaking()) {
            assertThat(timers.isArmed(TimerKind.RETRANSMISSION) || timers.isArmed(TimerKind.PERSIST))
                    .as("%s owes something and no timer runs: %s", c.flow(), c.explain(host.now)).isTrue();
            assertThat(timers.isArmed(TimerKind.USER_TIMEOUT)).as("somebody gives up at last").isTrue();
        }
        if (c.receiver() != null && c.receiver().acks().pending()) {
            assertThat(c.receiver().acks().due()).isNull();
            assertThat(timers.isArmed(TimerKind.DELAYED_ACK)).isTrue();
        }
    }

    private void check(Event event) {
        fingerprint = fingerprint * 1_000_003 + event.toString().hashCode();
        switch (event) {
            case Event.ConnectionEnded ended -> assertThat(ended.reason()).isNotEqualTo(CloseReason.INTERNAL_ERROR);
            case Event.SegmentSent out -> {
                assertThat(out.segment().options().mss() < 0 || out.segment().has(TcpFlags.SYN)).isTrue();
            }
            default -> { }
        }
    }

    private void check(byte[] packet) {
        assertThat(packet.length).isLessThanOrEqualTo(MTU);
        sent.add(packet);
        if (sent.size() > 10) sent.removeFirst();
        var s = MemorySegment.ofArray(packet);
        int o = packet[0] >>> 4 == 4 ? 20 : 40;
        int protocol = o == 20 ? Ipv4Header.protocol(s, 0) : Ipv6Header.nextHeader(s, 0);
        if (protocol != IpProtocol.TCP) return;
        int start = o + TcpHeader.dataOffset(s, o);
        var local = o == 20 ? IpAddress.ofIpv4(Ipv4Header.source(s, 0))
                : new IpAddress(Ipv6Header.sourceHigh(s, 0), Ipv6Header.sourceLow(s, 0));
        var remote = o == 20 ? IpAddress.ofIpv4(Ipv4Header.destination(s, 0))
                : new IpAddress(Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0));
        var flow = new Flow(local, TcpHeader.sourcePort(s, o), remote, TcpHeader.destinationPort(s, o));
        if (packet.length == start || !(host.stack.tcp().endpoints().table().find(flow) instanceof Connection c)) return;
        long position = c.sender().sequence().unwrap(TcpHeader.sequence(s, o));
        for (int i = start; i < packet.length; i++) {
            if (packet[i] != Peer.byteAt(position + i - start)) throw new AssertionError("wrong byte sent on " + flow);
        }
    }

    long fingerprint() {
        return fingerprint;
    }
}
