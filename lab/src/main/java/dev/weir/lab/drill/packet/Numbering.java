package dev.weir.lab.drill.packet;

import dev.weir.lab.Payload;
import dev.weir.lab.drill.script.IpFields;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a script counts on one connection, against the numbers on the wire.
 *
 * <p>Sequence numbers of a script begin at 0 with each side's SYN. Timestamps of the stack are shifted so that the
 * first one which the script names has the value that it names; those of the peer stand as they are. Payload bytes
 * follow from their positions, so that each one is checked.
 */
public final class Numbering {
    public static final Payload FROM_PEER = new Payload(1);
    public static final Payload FROM_STACK = new Payload(2);

    private final int peerZero;
    private final boolean asPacketdrill;
    private final Map<Long, Long> stamps = new HashMap<>(); // of the script, to those on the wire
    private final Set<Long> urgentPositions = new HashSet<>();
    private Integer peerIsn; // null: no SYN of the peer yet
    private Integer stackIsn;
    private Long stampOffset; // wire minus script
    private long sentUpTo; // positions that the stack has used
    private long lastStamp; // of the stack, on the wire
    private long scriptStackIsn; // packetdrill: what the script calls it

    /**
     * @param peerZero where a SYN of the peer that the script numbers 0 stands on the wire
     * @param asPacketdrill the numbers of segments with SYN are absolute, and a timestamp of the script stands for the
     *     last one that was expected under this value
     */
    public Numbering(int peerZero, boolean asPacketdrill) {
        this.peerZero = peerZero;
        this.asPacketdrill = asPacketdrill;
    }

    /** A new connection begins on the same ports: all numbers are learned anew. */
    public void startOver() {
        peerIsn = null;
        stackIsn = null;
        stampOffset = null;
        stamps.clear();
        scriptStackIsn = 0;
        sentUpTo = 0;
        urgentPositions.clear();
    }

    /** The stack's initial sequence number on the wire. */
    public OptionalInt stackIsn() {
        return stackIsn == null ? OptionalInt.empty() : OptionalInt.of(stackIsn);
    }

    // ---- from the script to the wire

    public int wireSequence(TcpLine line) {
        if (line.numbers() == TcpLine.Numbers.ABSOLUTE) return (int) line.sequence();
        if (line.numbers() == TcpLine.Numbers.ANY) return 0;
        if (!line.has(TcpFlags.SYN)) return (peerIsn == null ? peerZero : peerIsn) + (int) line.sequence();
        int wire = peerZero + (int) line.sequence();
        if (peerIsn == null) peerIsn = wire;
        return wire;
    }

    /** 0 without one. */
    public int wireAcknowledgment(TcpLine line) {
        if (line.acknowledgment().isEmpty()) return 0;
        long position = line.acknowledgment().getAsLong();
        return wireOfStack(asPacketdrill && line.has(TcpFlags.SYN) ? position - scriptStackIsn : position);
    }

    /** A position in the stack's stream: of acknowledgments to it, SACK blocks to it, and quotes in ICMP errors. */
    public int wireOfStack(long position) {
        return (stackIsn == null ? 0 : stackIsn) + (int) position;
    }

    public List<OptionLine> wireOptions(TcpLine line) {
        var options = new ArrayList<OptionLine>();
        for (var option : line.options()) {
            options.add(switch (option) {
                case OptionLine.Sack sack -> sack.map(this::wireOfStack);
                case OptionLine.Timestamps named when line.has(TcpFlags.ACK) && !named.echoAsIs() ->
                    new OptionLine.Timestamps(named.value(), wireStamp(named.echo()));
                default -> option;
            });
        }
        return options;
    }

    /** An echo that comes before the script has named a value of ours can only mean the last one that was sent. */
    private long wireStamp(long echo) {
        Long named = stamps.get(echo);
        if (asPacketdrill && named != null) return named;
        if (stampOffset == null) stampOffset = lastStamp - echo;
        return echo + stampOffset & 0xffff_ffffL;
    }

    /** The payload of an injected segment, by its positions; the first byte behind the SYN is number 1. */
    public byte[] peerPayload(TcpLine line) {
        var bytes = new byte[line.length()];
        long first = line.has(TcpFlags.SYN) ? line.sequence() + 1 : line.sequence();
        FROM_PEER.fill(bytes, 0, bytes.length, first);
        if (line.has(TcpFlags.URG)) urgentPositions.add(first + line.urgentPointer() - 1);
        return bytes;
    }

    /** Whether an urgent pointer names this byte of the peer's stream: it may be taken out of the stream. */
    public boolean isUrgent(long position) {
        return urgentPositions.contains(position);
    }

    // ---- from the wire to the script

    /** Learns from a packet that the stack has sent, before it is compared. */
    public void learn(TcpPacket packet) {
        if ((packet.flags() & TcpFlags.SYN) != 0 && stackIsn == null) stackIsn = packet.sequence();
        boolean nobodyHeard = stackIsn == null && (packet.flags() & TcpFlags.RST) != 0;
        if (asPacketdrill && nobodyHeard) peerIsn = null; // packetdrill counts from a SYN only where it finds a socket
        for (var option : packet.options()) {
            if (option instanceof OptionLine.Timestamps seen) lastStamp = seen.value();
        }
        if ((packet.flags() & TcpFlags.RST) == 0 && stackIsn != null) {
            long occupied = packet.payload().length + Integer.bitCount(packet.flags() & (TcpFlags.SYN | TcpFlags.FIN));
            sentUpTo = Math.max(sentUpTo, Integer.toUnsignedLong(packet.sequence() - stackIsn) + occupied);
        }
    }

    /** Ties the script's timestamps to the wire's, if {@code expected} is the first to name one. */
    public void learn(TcpLine expected, TcpPacket packet) {
        boolean opens = expected.has(TcpFlags.SYN) && (packet.flags() & TcpFlags.SYN) != 0;
        if (asPacketdrill && opens) scriptStackIsn = expected.sequence();
        if (expected.options() == null) return;
        for (var option : expected.options()) {
            if (!(option instanceof OptionLine.Timestamps named) || !named.namesValue()) continue;
            for (var seen : packet.options()) {
                if (!(seen instanceof OptionLine.Timestamps wire)) continue;
                stamps.put(named.value(), wire.value());
                if (stampOffset == null) stampOffset = wire.value() - named.value();
            }
        }
    }

    /** As the script would have written it. */
    public TcpLine line(TcpPacket packet, TcpLine.Ports ports) {
        var ip = IpFields.NONE.withTrafficClass(packet.trafficClass()).withTimeToLive(packet.timeToLive());
        boolean ack = (packet.flags() & TcpFlags.ACK) != 0;
        return new TcpLine(false, ip, ports, packet.flags(), TcpLine.Numbers.RELATIVE, stackPosition(packet),
                packet.payload().length,
                ack ? OptionalLong.of(peerPosition(packet)) : OptionalLong.empty(),
                OptionalInt.of(packet.window()), packet.urgentPointer(),
                packet.options().stream().map(this::line).toList(), null);
    }

    private OptionLine line(OptionLine wire) {
        return switch (wire) {
            case OptionLine.Sack sack -> sack.map(edge -> ofPeer((int) edge));
            case OptionLine.Timestamps seen when stampOffset != null ->
                new OptionLine.Timestamps(seen.value() - stampOffset & 0xffff_ffffL, seen.echo());
            default -> wire;
        };
    }

    /**
     * A reset that answers a segment without ACK has sequence number 0 on the wire, whatever our numbers are; unless
     * that is where the stack has got to.
     */
    private long stackPosition(TcpPacket packet) {
        boolean absolute = (packet.flags() & TcpFlags.SYN) != 0;
        return streamPosition(packet) + (absolute ? scriptStackIsn : 0);
    }

    private long peerPosition(TcpPacket packet) {
        boolean absolute = asPacketdrill && (packet.flags() & TcpFlags.SYN) != 0;
        return absolute ? Integer.toUnsignedLong(packet.acknowledgment() - peerZero) : ofPeer(packet.acknowledgment());
    }

    private long streamPosition(TcpPacket packet) {
        if (stackIsn == null) return Integer.toUnsignedLong(packet.sequence());
        long position = Integer.toUnsignedLong(packet.sequence() - stackIsn);
        int resetWithAck = TcpFlags.RST | TcpFlags.ACK;
        boolean answers = packet.sequence() == 0 && (packet.flags() & resetWithAck) == resetWithAck;
        return answers && position > sentUpTo ? 0 : position;
    }

    private long ofPeer(int wire) {
        return Integer.toUnsignedLong(wire - (peerIsn == null ? peerZero : peerIsn));
    }

    /** How many payload bytes of a packet are right, from the first on. */
    public int rightBytes(TcpPacket packet) {
        long position = streamPosition(packet) + ((packet.flags() & TcpFlags.SYN) != 0 ? 1 : 0);
        return FROM_STACK.matching(packet.payload(), 0, packet.payload().length, position);
    }
}
