package dev.weir.lab.drill;

import dev.weir.lab.Payload;
import dev.weir.lab.drill.script.IpFields;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
final class Numbering {
    static final Payload FROM_PEER = new Payload(1);
    static final Payload FROM_STACK = new Payload(2);

    private final int peerZero;
    private final Set<Long> urgentPositions = new HashSet<>();
    private Integer peerIsn; // null: no SYN of the peer yet
    private Integer stackIsn;
    private Long stampOffset; // wire minus script
    private long sentUpTo; // positions that the stack has used
    private long lastStamp; // of the stack, on the wire

    /** @param peerZero where a SYN of the peer that the script numbers 0 stands on the wire */
    Numbering(int peerZero) {
        this.peerZero = peerZero;
    }

    /** A new connection begins on the same ports: all numbers are learned anew. */
    void startOver() {
        peerIsn = null;
        stackIsn = null;
        stampOffset = null;
        sentUpTo = 0;
        urgentPositions.clear();
    }

    /** The stack's initial sequence number on the wire. */
    OptionalInt stackIsn() {
        return stackIsn == null ? OptionalInt.empty() : OptionalInt.of(stackIsn);
    }

    // ---- from the script to the wire

    int wireSequence(TcpLine line) {
        if (!line.has(TcpFlags.SYN)) return (peerIsn == null ? peerZero : peerIsn) + (int) line.sequence();
        int wire = peerZero + (int) line.sequence();
        if (peerIsn == null) peerIsn = wire;
        return wire;
    }

    /** A position in the stack's stream: of acknowledgments to it, SACK blocks to it, and quotes in ICMP errors. */
    int wireOfStack(long position) {
        return (stackIsn == null ? 0 : stackIsn) + (int) position;
    }

    List<OptionLine> wireOptions(TcpLine line) {
        var options = new ArrayList<OptionLine>();
        for (var option : line.options()) {
            options.add(switch (option) {
                case OptionLine.Sack sack -> sack.map(this::wireOfStack);
                case OptionLine.Timestamps stamps when line.has(TcpFlags.ACK) ->
                    new OptionLine.Timestamps(stamps.value(), wireStamp(stamps.echo()));
                default -> option;
            });
        }
        return options;
    }

    /** An echo that comes before the script has named a value of ours can only mean the last one that was sent. */
    private long wireStamp(long echo) {
        if (stampOffset == null) stampOffset = lastStamp - echo;
        return echo + stampOffset & 0xffff_ffffL;
    }

    /** The payload of an injected segment, by its positions; the first byte behind the SYN is number 1. */
    byte[] peerPayload(TcpLine line) {
        var bytes = new byte[line.length()];
        long first = line.has(TcpFlags.SYN) ? line.sequence() + 1 : line.sequence();
        FROM_PEER.fill(bytes, 0, bytes.length, first);
        if (line.has(TcpFlags.URG)) urgentPositions.add(first + line.urgentPointer() - 1);
        return bytes;
    }

    /** Whether an urgent pointer names this byte of the peer's stream: it may be taken out of the stream. */
    boolean isUrgent(long position) {
        return urgentPositions.contains(position);
    }

    // ---- from the wire to the script

    /** Learns from a packet that the stack has sent, before it is compared. */
    void learn(TcpPacket packet) {
        if ((packet.flags() & TcpFlags.SYN) != 0 && stackIsn == null) stackIsn = packet.sequence();
        for (var option : packet.options()) {
            if (option instanceof OptionLine.Timestamps stamps) lastStamp = stamps.value();
        }
        if ((packet.flags() & TcpFlags.RST) == 0 && stackIsn != null) {
            long occupied = packet.payload().length + Integer.bitCount(packet.flags() & (TcpFlags.SYN | TcpFlags.FIN));
            sentUpTo = Math.max(sentUpTo, Integer.toUnsignedLong(packet.sequence() - stackIsn) + occupied);
        }
    }

    /** Ties the script's timestamps to the wire's, if {@code expected} is the first to name one. */
    void learn(TcpLine expected, TcpPacket packet) {
        if (stampOffset != null || expected.options() == null) return;
        for (var option : expected.options()) {
            if (!(option instanceof OptionLine.Timestamps named) || !named.namesValue()) continue;
            for (var seen : packet.options()) {
                if (seen instanceof OptionLine.Timestamps wire) stampOffset = wire.value() - named.value();
            }
        }
    }

    /** As the script would have written it. */
    TcpLine line(TcpPacket packet, TcpLine.Ports ports) {
        var ip = IpFields.NONE.withTrafficClass(packet.trafficClass()).withTimeToLive(packet.timeToLive());
        boolean ack = (packet.flags() & TcpFlags.ACK) != 0;
        return new TcpLine(false, ip, ports, packet.flags(), TcpLine.Numbers.RELATIVE, stackPosition(packet),
                packet.payload().length,
                ack ? OptionalLong.of(ofPeer(packet.acknowledgment())) : OptionalLong.empty(),
                OptionalInt.of(packet.window()), packet.urgentPointer(),
                packet.options().stream().map(this::line).toList(), null);
    }

    private OptionLine line(OptionLine wire) {
        return switch (wire) {
            case OptionLine.Sack sack -> sack.map(edge -> ofPeer((int) edge));
            case OptionLine.Timestamps stamps when stampOffset != null ->
                new OptionLine.Timestamps(stamps.value() - stampOffset & 0xffff_ffffL, stamps.echo());
            default -> wire;
        };
    }

    /**
     * A reset that answers a segment without ACK has sequence number 0 on the wire, whatever our numbers are; unless
     * that is where the stack has got to.
     */
    private long stackPosition(TcpPacket packet) {
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
    int rightBytes(TcpPacket packet) {
        long position = stackPosition(packet) + ((packet.flags() & TcpFlags.SYN) != 0 ? 1 : 0);
        return FROM_STACK.matching(packet.payload(), 0, packet.payload().length, position);
    }
}
