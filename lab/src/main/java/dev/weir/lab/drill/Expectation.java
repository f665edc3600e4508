package dev.weir.lab.drill;

import dev.weir.lab.drill.packet.WirePacket;
import dev.weir.lab.drill.script.IcmpLine;
import dev.weir.lab.drill.script.IcmpMessage;
import dev.weir.lab.drill.script.IpFields;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.UdpLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a line demands of the packet that meets it; beyond TCP only kind, size and IP fields. */
record Expectation(String text, Predicate<WirePacket> isRight, IpFields ip) {
    static Expectation of(UdpLine line) {
        return new Expectation(line.toString(), packet -> packet instanceof WirePacket.Udp udp
                && udp.length() == line.length()
                && (line.ports() == null || udp.sourcePort() == line.ports().source()
                        && udp.destinationPort() == line.ports().destination()), line.ip());
    }

    static Expectation of(IcmpLine line, int ipVersion) {
        var message = IcmpMessage.named(line.type(), line.code());
        if (message == null) throw new NotApplicable("ICMP " + (line.type() + " " + line.code()).strip());
        int type = ipVersion == 4 ? message.type() : message.typeV6();
        int code = ipVersion == 4 ? message.code() : message.codeV6();
        return new Expectation(line.toString(), packet -> packet instanceof WirePacket.Icmp icmp
                && icmp.type() == type && icmp.code() == code, line.ip());
    }

    /** Leaves out of a TCP line what is not compared in this manner, or not for this packet. */
    static TcpLine of(TcpLine expected, Manner manner, Outbox.Seen packet, long sinceStartNanos) {
        if (manner.exact() || expected.options() == null) return expected;
        List<OptionLine> options = new ArrayList<>();
        List<OptionLine> seen = packet.numbering().line(packet.segment(), null).options();
        for (OptionLine option : expected.options()) {
            boolean padded = option instanceof OptionLine.End && !options.isEmpty()
                    && options.getLast() instanceof OptionLine.End;
            if (padded) continue; // one END stands for all that fill up
            int at = options.size();
            boolean forgiven = option instanceof OptionLine.Timestamps named && named.namesValue() && at < seen.size()
                    && seen.get(at) instanceof OptionLine.Timestamps wire
                    && manner.allowsStamp(named.value(), wire.value(), sinceStartNanos);
            options.add(forgiven && option instanceof OptionLine.Timestamps named
                    ? new OptionLine.Timestamps(OptionLine.Timestamps.ANY, named.echo()) : option);
        }
        return new TcpLine(false, expected.ip(), expected.ports(), expected.flags(), expected.numbers(),
                expected.sequence(), expected.length(), expected.acknowledgment(), expected.window(),
                expected.urgentPointer(), options, expected.udp());
    }

    boolean isMetBy(WirePacket packet) {
        int seen = packet.ip().trafficClass();
        boolean ttl = ip.timeToLive() == IpFields.ANY || ip.timeToLive() == packet.ip().timeToLive();
        boolean tos = ip.trafficClass() == IpFields.ANY || ip.trafficClass() == seen;
        boolean dscp = ip.dscp() == IpFields.ANY || ip.dscp() == seen >> 2;
        return isRight.test(packet) && ttl && tos && dscp && ip.allowsEcn(seen);
    }
}
