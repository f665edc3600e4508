package dev.weir.lab.drill;

import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.packet.Numbering;
import dev.weir.lab.drill.packet.ScriptLink;
import dev.weir.lab.drill.packet.TcpPacket;
import dev.weir.lab.drill.packet.WirePacket;
import dev.weir.lab.drill.script.TcpLine;
import java.util.ArrayDeque;

/** What the stack has sent and the script has not yet spoken of. */
final class Outbox {
    /**
     * @param numbering null unless it is TCP
     */
    record Seen(long at, WirePacket packet, Numbering numbering) {
        TcpPacket segment() {
            return ((WirePacket.Tcp) packet).segment();
        }

        boolean isTcp() {
            return packet instanceof WirePacket.Tcp;
        }
    }

    private final ScriptLink link;
    private final Flows flows;
    private final Chronicle chronicle;
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();

    Outbox(ScriptLink link, Flows flows, Chronicle chronicle) {
        this.link = link;
        this.flows = flows;
        this.chronicle = chronicle;
    }

    /** Takes over what the stack has sent at this instant. */
    void collect() {
        for (ScriptLink.Sent sent; (sent = link.take()) != null; ) {
            WirePacket packet = WirePacket.decode(sent.bytes());
            Numbering numbering = packet instanceof WirePacket.Tcp tcp ? flows.ofSent(tcp.segment()) : null;
            var item = new Seen(sent.at(), packet, numbering);
            seen.add(item);
            chronicle.add(sent.at(), () -> text(item));
        }
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    Seen peek() {
        return seen.peek();
    }

    Seen poll() {
        return seen.poll();
    }

    /** As packetdrill: what belongs to no socket of the script is not looked at. */
    void dropOtherThan(TcpLine.Ports sent) {
        seen.removeIf(item -> !item.isTcp() || (item.segment().sourcePort() != sent.source()
                || item.segment().destinationPort() != sent.destination()));
    }

    /** In the language of scripts, for people. */
    String text(Seen item) {
        return item.isTcp() ? line(item, TcpLine.Numbers.RELATIVE).withoutUsualFields().toString()
                : item.packet().toString();
    }

    /** @param numbers how its sequence number is to be counted */
    TcpLine line(Seen item, TcpLine.Numbers numbers) {
        TcpLine line = item.numbering().line(item.segment(), flows.portsOf(item.segment()));
        if (numbers != TcpLine.Numbers.ABSOLUTE) return line;
        long sequence = Integer.toUnsignedLong(item.segment().sequence());
        return new TcpLine(false, line.ip(), line.ports(), line.flags(), numbers, sequence, line.length(),
                line.acknowledgment(), line.window(), line.urgentPointer(), line.options(), line.udp());
    }
}
