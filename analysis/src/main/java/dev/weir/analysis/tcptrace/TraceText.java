package dev.weir.analysis.tcptrace;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints connections as tcptrace does: its two columns, or its table. Times of day are UTC. */
public final class TraceText {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss.SSSSSS yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LABEL_AND_VALUE = 28;
    private static final int UNIT = 5;
    private static final int COLUMN = 15;
    private static final long SECOND = 1_000_000;
    /** Lines after which it leaves one empty. */
    private static final Set<TraceField> ENDS_OF_PARAGRAPHS = Set.of(TraceField.THROUGHPUT, TraceField.RTT_DEVIATION,
            TraceField.RTT_HANDSHAKE, TraceField.FULL_DEVIATION);

    private TraceText() {}

    /** All of one connection. */
    public static void print(TracedConnection connection, String file, PrintWriter out) {
        out.println("TCP connection " + connection.number() + ":");
        out.println("\thost a:        " + endpoint(connection.hostA().toString(), connection.portA()));
        out.println("\thost b:        " + endpoint(connection.hostB().toString(), connection.portB()));
        out.println("\tcomplete conn: " + connection.completeness());
        out.println("\tfirst packet:  " + DAY.format(instant(connection.firstMicros())));
        out.println("\tlast packet:   " + DAY.format(instant(connection.lastMicros())));
        out.println("\telapsed time:  " + duration(connection.elapsedMicros()));
        out.println("\ttotal packets: " + connection.packets());
        out.println("\tfilename:      " + file);
        out.println("   a->b:\t\t\t      b->a:");
        for (var field : TraceField.values()) {
            if (field.isShown(connection)) {
                out.println(half(connection, field, true) + half(connection, field, false));
            }
            if (ENDS_OF_PARAGRAPHS.contains(field)) out.println();
        }
    }

    private static String half(TracedConnection connection, TraceField field, boolean ofA) {
        String value = connection.value(field, ofA);
        String label = field.label() + ":";
        String gap = " ".repeat(Math.max(1, LABEL_AND_VALUE - label.length() - value.length()));
        String unit = value.equals("NA") ? "" : field.unit();
        return "     " + label + gap + value + " " + unit + " ".repeat(Math.max(0, UNIT - unit.length()));
    }

    /** One row for each connection, with the names of the columns first. */
    public static void table(List<TracedConnection> connections, PrintWriter out) {
        var head = new StringBuilder("conn_#,host_a,host_b,port_a,port_b,first_packet,last_packet");
        for (var field : TraceField.values()) {
            head.append(',').append(field.column()).append("_a2b,").append(field.column()).append("_b2a");
        }
        out.println(head);
        for (var connection : connections) {
            var row = new StringBuilder().append(connection.number()).append(',').append(connection.hostA())
                    .append(',').append(connection.hostB()).append(',').append(connection.portA()).append(',')
                    .append(connection.portB()).append(',').append(seconds(connection.firstMicros())).append(',')
                    .append(seconds(connection.lastMicros()));
            for (var field : TraceField.values()) {
                cell(row, connection.value(field, true));
                cell(row, connection.value(field, false));
            }
            out.println(row);
        }
    }

    private static void cell(StringBuilder row, String value) {
        row.append(',').append(" ".repeat(Math.max(0, COLUMN - value.length()))).append(value);
    }

    private static String endpoint(String host, int port) {
        return host + ":" + port;
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%d.%06d", Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND));
    }

    private static String duration(long micros) {
        long seconds = micros / SECOND;
        return String.format(Locale.ROOT, "%d:%02d:%02d.%06d", seconds / 3600, seconds / 60 % 60, seconds % 60,
                micros % SECOND);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000);
    }
}
