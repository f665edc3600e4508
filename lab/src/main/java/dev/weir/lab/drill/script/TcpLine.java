package dev.weir.lab.drill.script;

import dev.weir.wire.TcpFlags;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * A TCP segment as a script writes it: numbers relative to the initial ones, timestamps in the script's own count.
 *
 * @param ports null: those of the connection that the script is about
 * @param numbers how {@code sequence} counts
 * @param sequence on a SYN relative to the script's zero, else to the sender's initial sequence number
 * @param window the field, not scaled; empty: any
 * @param options in their order; null: any
 * @param udp ports of the UDP header around it, null without one
 */
public record TcpLine(
        boolean inbound,
        IpFields ip,
        Ports ports,
        int flags,
        Numbers numbers,
        long sequence,
        int length,
        OptionalLong acknowledgment,
        OptionalInt window,
        int urgentPointer,
        List<OptionLine> options,
        Ports udp) implements Step.Action {
    /** How a sequence number is meant. */
    public enum Numbers {
        /** {@code 1:101(100)}: from the initial one on. */
        RELATIVE,
        /** {@code 1:101(100)!}: as on the wire. */
        ABSOLUTE,
        /** {@code ...(100)}: any; 0 on an injected packet. */
        ANY
    }

    /** {@code 50000>8080}. */
    public record Ports(int source, int destination) {
        @Override
        public String toString() {
            return source + ">" + destination;
        }
    }

    /** Without IP fields that say nothing, for people. */
    public TcpLine withoutUsualFields() {
        IpFields telling = ip.trafficClass() == 0 ? IpFields.NONE : IpFields.NONE.withTrafficClass(ip.trafficClass());
        return new TcpLine(inbound, telling, ports, flags, numbers, sequence, length, acknowledgment, window,
                urgentPointer, options, udp);
    }

    /** With other options; null: any. */
    public TcpLine withOptions(List<OptionLine> others) {
        return new TcpLine(inbound, ip, ports, flags, numbers, sequence, length, acknowledgment, window, urgentPointer,
                others, udp);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public String flagsText() {
        return flags == 0 ? "-" : TcpFlags.text(flags);
    }

    public String sequenceText() {
        String range = numbers == Numbers.ANY ? "..." : sequence + ":" + (sequence + length);
        return range + "(" + length + ")" + (numbers == Numbers.ABSOLUTE ? "!" : "");
    }

    public String optionsText() {
        if (options == null) return "<...>";
        var text = new StringJoiner(",", "<", ">");
        for (var option : options) text.add(option.toString());
        return options.isEmpty() ? "" : text.toString();
    }

    /** In the language of scripts. */
    @Override
    public String toString() {
        var text = new StringJoiner(" ").add(inbound ? "<" : ">");
        if (!ip.toString().isEmpty()) text.add(ip.toString());
        if (ports != null) text.add(ports.toString());
        text.add(flagsText()).add(sequenceText());
        acknowledgment.ifPresent(number -> text.add("ack " + number));
        window.ifPresent(value -> text.add("win " + value));
        if (urgentPointer != 0) text.add("urg " + urgentPointer);
        if (options == null || !options.isEmpty()) text.add(optionsText());
        if (udp != null) text.add("/udp(" + udp + ")");
        return text.toString();
    }
}
