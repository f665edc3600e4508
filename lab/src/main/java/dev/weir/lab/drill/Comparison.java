package dev.weir.lab.drill;

import dev.weir.lab.drill.script.IpFields;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.TcpLine;
import java.util.ArrayList;
import java.util.List;

/** An expected packet beside the one that was seen, field by field. */
final class Comparison {
    private record Row(String field, String expected, String seen, boolean equal) {}

    private final List<Row> rows = new ArrayList<>();

    /**
     * @param timeExpected as text
     * @param onTime whether the packet came when it should
     * @param rightBytes payload bytes that are right, from the first on
     */
    Comparison(TcpLine expected, TcpLine seen, String timeExpected, String timeSeen, boolean onTime, int rightBytes) {
        row("time", timeExpected, timeSeen, onTime);
        String portsExpected = text(expected.ports());
        String portsSeen = text(seen.ports());
        row("ports", portsExpected, portsSeen, portsExpected.equals(portsSeen));
        row("flags", expected.flagsText(), seen.flagsText(), expected.flags() == seen.flags());
        row("sequence", expected.sequenceText(), seen.sequenceText(),
                (expected.sequence() == seen.sequence() || expected.numbers() == TcpLine.Numbers.ANY)
                        && expected.length() == seen.length());
        row("ack", expected.acknowledgment().isEmpty() ? "none" : "" + expected.acknowledgment().getAsLong(),
                seen.acknowledgment().isEmpty() ? "none" : "" + seen.acknowledgment().getAsLong(),
                expected.acknowledgment().equals(seen.acknowledgment()));
        row("win", expected.window().isEmpty() ? "any" : "" + expected.window().getAsInt(),
                "" + seen.window().getAsInt(),
                expected.window().isEmpty() || expected.window().equals(seen.window()));
        row("urg", "" + expected.urgentPointer(), "" + seen.urgentPointer(),
                expected.urgentPointer() == seen.urgentPointer());
        row("options", expected.options() == null ? "any" : none(expected.optionsText()), none(seen.optionsText()),
                expected.options() == null || OptionLine.areMetBy(expected.options(), seen.options()));
        ip(expected.ip(), seen.ip());
        row("payload", "bytes by position", rightBytes == seen.length() ? "right" : "byte " + rightBytes + " is wrong",
                rightBytes == seen.length());
    }

    private void ip(IpFields expected, IpFields seen) {
        if (expected.ecn() != IpFields.ANY) {
            int ecn = seen.trafficClass() & 3;
            row("ecn", IpFields.ECN_NAMES.get(expected.ecn()), IpFields.ECN_NAMES.get(ecn),
                    expected.allowsEcn(seen.trafficClass()));
        }
        if (expected.dscp() != IpFields.ANY) {
            row("dscp", "" + expected.dscp(), "" + (seen.trafficClass() >> 2),
                    expected.dscp() == seen.trafficClass() >> 2);
        }
        if (expected.trafficClass() != IpFields.ANY) {
            row("tos", "0x" + Integer.toHexString(expected.trafficClass()),
                    "0x" + Integer.toHexString(seen.trafficClass()),
                    expected.trafficClass() == seen.trafficClass());
        }
        if (expected.timeToLive() != IpFields.ANY) {
            row("ttl", "" + expected.timeToLive(), "" + seen.timeToLive(), expected.timeToLive() == seen.timeToLive());
        }
    }

    private static String text(TcpLine.Ports ports) {
        return ports == null ? "current" : ports.toString();
    }

    private static String none(String options) {
        return options.isEmpty() ? "none" : options;
    }

    private void row(String field, String expected, String seen, boolean equal) {
        rows.add(new Row(field, expected, seen, equal));
    }

    boolean isEqual() {
        return rows.stream().allMatch(Row::equal);
    }

    /** A table with the differing rows marked; rows in which both have nothing are left out. */
    @Override
    public String toString() {
        int width = Math.max(22, rows.stream().mapToInt(row -> row.expected().length()).max().orElse(0) + 2);
        var table = new StringBuilder("  " + pad("", 10) + pad("expected", width) + "seen\n");
        for (Row row : rows) {
            if (row.equal() && List.of("ports", "urg", "payload").contains(row.field())) continue;
            table.append("  ").append(pad(row.field(), 10)).append(pad(row.expected(), width)).append(row.seen())
                    .append(row.equal() ? "\n" : "   <--\n");
        }
        return table.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
