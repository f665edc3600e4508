package dev.weir.lab.drill.packet;

import dev.weir.lab.drill.script.TcpLine.Ports;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.wire.TcpFlags;
import java.util.LinkedHashMap;
import java.util.Map;

/** The connections of a script, by their ports as the peer sends to them. Packets without ports: the current one's. */
public final class Flows {
    /** Ports of the first connection to a listener of the script. */
    public static final Ports FIRST = new Ports(50000, 8080);

    private final int peerZero;
    private final boolean asPacketdrill;
    private final Map<Ports, Numbering> numberings = new LinkedHashMap<>();
    private Ports current = FIRST;
    private boolean opening;
    private boolean listening; // packetdrill: the next packet of the peer begins a connection

    /** @param asPacketdrill as in {@link Numbering} */
    public Flows(int peerZero, boolean asPacketdrill) {
        this.peerZero = peerZero;
        this.asPacketdrill = asPacketdrill;
    }

    /** As injected packets have them. */
    public Ports current() {
        return current;
    }

    /** The script calls connect: the next SYN of the stack begins a connection, which becomes the current one. */
    public void opening() {
        opening = true;
    }

    /** The script listens here: packets without ports go there until it connects elsewhere. */
    public void listening(int port) {
        if (numberings.isEmpty()) current = new Ports(FIRST.source(), port);
        listening = asPacketdrill;
    }

    public Numbering of(Ports inbound) {
        return numberings.computeIfAbsent(inbound, _ -> new Numbering(peerZero, asPacketdrill));
    }

    public Numbering ofInjected(TcpLine line) {
        if (listening && line.ports() == null) {
            listening = false;
            int source = current.source();
            while (numberings.containsKey(current)) current = new Ports(++source, current.destination());
        }
        Numbering numbering = of(line.ports() == null ? current : line.ports());
        if (line.ip().fresh()) numbering.startOver();
        return numbering;
    }

    /** The connection of a packet that the stack has sent; learns its numbers. */
    public Numbering ofSent(TcpPacket packet) {
        var inbound = new Ports(packet.destinationPort(), packet.sourcePort());
        boolean begins = (packet.flags() & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
        if (begins && opening) {
            opening = false;
            current = inbound;
            of(inbound).startOver();
        }
        Numbering numbering = of(inbound);
        numbering.learn(packet);
        return numbering;
    }

    /** How a packet's ports are written: not at all on the current connection. */
    public Ports portsOf(TcpPacket packet) {
        boolean isCurrent =
                packet.destinationPort() == current.source() && packet.sourcePort() == current.destination();
        return isCurrent ? null : new Ports(packet.sourcePort(), packet.destinationPort());
    }
}
