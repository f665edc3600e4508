package dev.weir.core;

import dev.weir.core.event.DropReason;
import dev.weir.core.ip.Packet;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptionWriter;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The other end of a connection, played by a test. Its sequence numbers count from its own {@link #ISS}, its
 * acknowledgments from the stack's initial number, which it learns from the first SYN that it hears.
 */
public final class Peer {
    /** Just below the wrap. */
    public static final int ISS = -3;

    /** What a peer heard: numbers count from the initial ones. */
    public record Heard(
            long at, int flags, int seq, int ack, int window, int urgentPointer, byte[] data, TcpOptions options) {
        public int end() {
            return seq + data.length + ((flags & TcpFlags.SYN) != 0 ? 1 : 0) + (flags & TcpFlags.FIN);
        }

        /** As in packet traces: {@code P. 1:101 ack 1}. */
        @Override
        public String toString() {
            int textEnd = end() - (flags & TcpFlags.FIN);
            String range = " " + seq + (end() == seq ? "" : ":" + textEnd);
            return TcpFlags.text(flags) + range + ((flags & TcpFlags.ACK) != 0 ? " ack " + ack : "");
        }
    }

    private final OneHost host;
    private final IpAddress address;
    private final int port;
    private final List<Heard> heard = new ArrayList<>();
    private int localPort;
    private int iss = ISS;
    private int irs;
    private boolean synHeard;

    Peer(OneHost host, IpAddress address, int port, int localPort) {
        this.host = host;
        this.address = address;
        this.port = port;
        this.localPort = localPort;
    }

    public Peer iss(int number) {
        iss = number;
        return this;
    }

    /** A new incarnation: the next SYN heard sets the other side's initial number anew. */
    public Peer again(int newIss) {
        iss = newIss;
        synHeard = false;
        return this;
    }

    public IpAddress address() {
        return address;
    }

    public int port() {
        return port;
    }

    public void localPort(int number) {
        localPort = number;
    }

    public int irs() {
        return irs;
    }

    public int iss() {
        return iss;
    }

    /** A segment to send; flags as in packet traces: "S", "S.", ".", "P.", "F.", "R". */
    public Sent segment(String flags) {
        return new Sent(TcpFlags.parse(flags));
    }

    /** What was heard since the last call, after a turn. */
    public List<Heard> hears() {
        host.turn();
        return heardSoFar();
    }

    /** What was heard since the last call. */
    public List<Heard> heardSoFar() {
        var result = List.copyOf(heard);
        heard.clear();
        return result;
    }

    /** In short, as {@link Heard#toString} has it. */
    public List<String> trace() {
        return hears().stream().map(Heard::toString).toList();
    }

    /** The one segment that was heard. */
    public Heard hearsOne() {
        var all = hears();
        if (all.size() != 1) throw new AssertionError("expected one segment, heard " + all);
        return all.getFirst();
    }

    /** A handshake with a listener, without options but the MSS; the stack's end is accepted. */
    public Connection connect(Listener listener) {
        return connect(listener, segment("S").mss(1460).window(65535));
    }

    /** A handshake with a listener that begins with this SYN. */
    public Connection connect(Listener listener, Sent syn) {
        syn.arrives();
        hearsOne();
        var ack = segment(".").seq(1).ack(1).window(syn.window);
        if (syn.timestamps) ack.timestamps(syn.tsVal, 0);
        ack.arrives();
        host.turn();
        return listener.accept(host.now);
    }

    /** Answers the SYN of an active open. */
    public Connection accept(Connection connection) {
        return accept(connection, segment("S.").mss(1460).window(65535).ack(1));
    }

    public Connection accept(Connection connection, Sent synAck) {
        hearsOne();
        synAck.arrives();
        hearsOne();
        return connection;
    }

    void hear(byte[] packet, long now) {
        var s = MemorySegment.ofArray(packet);
        boolean ipv4 = Ipv4Header.version(s, 0) == 4;
        var destination = ipv4 ? IpAddress.ofIpv4(Ipv4Header.destination(s, 0))
                : new IpAddress(Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0));
        int protocol = ipv4 ? Ipv4Header.protocol(s, 0) : Ipv6Header.nextHeader(s, 0);
        int o = ipv4 ? 20 : 40;
        if (protocol != IpProtocol.TCP || !destination.equals(address)) return;
        if (TcpHeader.destinationPort(s, o) != port || TcpHeader.sourcePort(s, o) != localPort) return;
        int flags = TcpHeader.flags(s, o);
        if ((flags & TcpFlags.SYN) != 0 && !synHeard) {
            irs = TcpHeader.sequence(s, o);
            synHeard = true;
        }
        int start = o + TcpHeader.dataOffset(s, o);
        var data = new byte[packet.length - start];
        System.arraycopy(packet, start, data, 0, data.length);
        heard.add(new Heard(now, flags, TcpHeader.sequence(s, o) - irs, TcpHeader.acknowledgment(s, o) - iss,
                TcpHeader.window(s, o), TcpHeader.urgentPointer(s, o), data,
                TcpOptions.parse(s, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(s, o))));
    }

    /** The byte that stands at this sequence number, in both directions of all tests. */
    public static byte byteAt(long position) {
        return (byte) (position * 31 + (position >>> 8));
    }

    /** {@code length} bytes from this sequence number on. */
    public static byte[] bytes(long from, int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = byteAt(from + i);
        return bytes;
    }

    /** A segment on its way to the stack. */
    public final class Sent {
        private final int flags;
        private int seq;
        private int ack;
        private int window = 65535;
        private int urgentPointer;
        private byte[] data = {};
        private boolean timestamps;
        private int tsVal;
        private final MemorySegment options = MemorySegment.ofArray(new byte[64]);
        private long optionsEnd;

        private Sent(int flags) {
            this.flags = flags;
        }

        /** Counts from this peer's initial number; 0 is the SYN. */
        public Sent seq(int number) {
            seq = number;
            return this;
        }

        /** Counts from the stack's initial number. */
        public Sent ack(int number) {
            ack = number;
            return this;
        }

        public Sent window(int field) {
            window = field;
            return this;
        }

        public Sent urgent(int pointer) {
            urgentPointer = pointer;
            return this;
        }

        /** The bytes that stand at its sequence number; set that first. */
        public Sent data(int length) {
            data = bytes(seq, length);
            return this;
        }

        public Sent data(byte[] bytes) {
            data = bytes;
            return this;
        }

        /** Option bytes as they come, at most 40. */
        public Sent options(byte[] bytes) {
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, options, optionsEnd, bytes.length);
            optionsEnd += bytes.length;
            return this;
        }

        public Sent mss(int bytes) {
            optionsEnd = TcpOptionWriter.mss(options, optionsEnd, bytes);
            return this;
        }

        public Sent windowScale(int shift) {
            optionsEnd = TcpOptionWriter.windowScale(options, TcpOptionWriter.nop(options, optionsEnd), shift);
            return this;
        }

        public Sent sackPermitted() {
            optionsEnd = TcpOptionWriter.sackPermitted(options, optionsEnd);
            return pad();
        }

        public Sent timestamps(int value, int echo) {
            timestamps = true;
            tsVal = value;
            optionsEnd = TcpOptionWriter.nop(options, TcpOptionWriter.nop(options, optionsEnd));
            optionsEnd = TcpOptionWriter.timestamps(options, optionsEnd, value, echo);
            return this;
        }

        /** Edges count from the stack's initial number. */
        public Sent sack(int... edges) {
            var wire = new int[edges.length];
            for (int i = 0; i < edges.length; i++) wire[i] = irs + edges[i];
            optionsEnd = TcpOptionWriter.nop(options, TcpOptionWriter.nop(options, optionsEnd));
            optionsEnd = TcpOptionWriter.sack(options, optionsEnd, wire, edges.length / 2);
            return this;
        }

        private Sent pad() {
            while (optionsEnd % 4 != 0) optionsEnd = TcpOptionWriter.nop(options, optionsEnd);
            return this;
        }

        public byte[] packet() {
            pad();
            int header = 20 + (int) optionsEnd;
            var segment = new byte[header + data.length];
            var s = MemorySegment.ofArray(segment);
            int number = (flags & TcpFlags.ACK) != 0 ? irs + ack : 0;
            TcpHeader.write(s, 0, port, localPort, iss + seq, number, header, flags, window, urgentPointer);
            MemorySegment.copy(options, 0, s, 20, optionsEnd);
            System.arraycopy(data, 0, segment, header, data.length);
            String local = address.isIpv4() ? "10.0.0.1" : "fd00::1";
            var to = IpAddress.parse(local);
            TcpHeader.writeChecksum(s, 0, segment.length, address.high(), address.low(), to.high(), to.low());
            return Packet.from(address.toString(), local).protocol(IpProtocol.TCP).payload(segment).bytes();
        }

        /** The stack receives it now, and answers with its next turn. */
        public DropReason arrives() {
            return host.receive(packet());
        }
    }
}
