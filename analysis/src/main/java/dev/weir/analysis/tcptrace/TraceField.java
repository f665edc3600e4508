package dev.weir.analysis.tcptrace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What tcptrace's {@code -l -r} tells of each direction, in its order and its words. */
public enum TraceField {
    PACKETS("total packets", "", h -> h.packets),
    RESETS("resets sent", "", h -> h.resets, h -> h.resets > 0),
    ACKS("ack pkts sent", "", h -> h.acks),
    PURE_ACKS("pure acks sent", "", h -> h.pureAcks),
    SACK_PACKETS("sack pkts sent", "", h -> h.sackPackets),
    DSACK_PACKETS("dsack pkts sent", "", h -> h.dsackPackets),
    SACK_BLOCKS("max sack blks/ack", "", h -> h.mostSackBlocks),
    UNIQUE_BYTES("unique bytes sent", "", h -> h.uniqueBytes),
    DATA_PACKETS("actual data pkts", "", h -> h.dataPackets),
    DATA_BYTES("actual data bytes", "", h -> h.dataBytes),
    REPEATED_PACKETS("rexmt data pkts", "", h -> h.repeatedPackets),
    REPEATED_BYTES("rexmt data bytes", "", h -> h.repeatedBytes),
    PROBES("zwnd probe pkts", "", h -> h.probes),
    PROBE_BYTES("zwnd probe bytes", "", h -> h.probeBytes),
    OUT_OF_ORDER("outoforder pkts", "", h -> h.outOfOrder),
    PUSHED("pushed data pkts", "", h -> h.pushed),
    SYN_FIN("SYN/FIN pkts sent", "", (_, h) -> h.syns + "/" + h.fins),
    EXTENSIONS("req 1323 ws/ts", "", (_, h) -> letter(h.asksWindowScale) + "/" + letter(h.asksTimestamps),
            h -> h.asksWindowScale || h.asksTimestamps),
    WINDOW_SCALE("adv wind scale", "", h -> h.windowScale, h -> h.asksWindowScale),
    SACK_PERMITTED("req sack", "", (_, h) -> letter(h.asksSack), h -> h.asksSack),
    SACKS("sacks sent", "", h -> h.sacksSent, h -> h.asksSack),
    URGENT_PACKETS("urgent data pkts", "pkts", h -> h.urgentPackets),
    URGENT_BYTES("urgent data bytes", "bytes", h -> h.urgentBytes),
    MSS("mss requested", "bytes", h -> h.mss),
    LARGEST("max segm size", "bytes", h -> h.largestBytes),
    SMALLEST("min segm size", "bytes", h -> h.smallestBytes),
    MEAN_SIZE("avg segm size", "bytes", h -> (long) (h.dataBytes / (h.dataPackets + .001))),
    WINDOW_MAX("max win adv", "bytes", h -> h.windowMax),
    WINDOW_MIN("min win adv", "bytes", h -> h.windowMin),
    ZERO_WINDOWS("zero win adv", "times", h -> h.zeroWindows),
    WINDOW_MEAN("avg win adv", "bytes", Half::windowMean),
    INITIAL_BYTES("initial window", "bytes", h -> h.initialBytes),
    INITIAL_PACKETS("initial window", "pkts", h -> h.initialPackets),
    STREAM_LENGTH("ttl stream length", "bytes", (_, h) -> known(h.streamBytes(), h.streamBytes())),
    MISSED("missed data", "bytes", (_, h) -> known(h.streamBytes(), h.streamBytes() - h.uniqueBytes)),
    TRUNCATED_BYTES("truncated data", "bytes", h -> h.truncatedBytes),
    TRUNCATED_PACKETS("truncated packets", "pkts", h -> h.truncatedPackets),
    DATA_TIME("data xmit time", "secs", (_, h) -> decimals(3, (h.lastDataMicros - h.firstDataMicros) / 1e6)),
    IDLE_MAX("idletime max", "ms", (_, h) -> h.lastMicros < 0 ? "NA" : decimals(1, h.longestIdleMicros / 1e3)),
    HARDWARE_DUPLICATES("hardware dups", "segs", h -> h.hardwareDuplicates.count(),
            h -> h.hardwareDuplicates.count() > 0),
    THROUGHPUT("throughput", "Bps", (c, h) ->
            c.elapsedMicros() == 0 ? "NA" : decimals(0, h.uniqueBytes / (c.elapsedMicros() / 1e6))),
    RTT_SAMPLES("RTT samples", "", h -> h.roundTrips.once.count()),
    RTT_MIN("RTT min", millis(h -> h.roundTrips.once.min())),
    RTT_MAX("RTT max", millis(h -> h.roundTrips.once.max())),
    RTT_MEAN("RTT avg", millis(h -> h.roundTrips.once.mean())),
    RTT_DEVIATION("RTT stdev", millis(h -> h.roundTrips.once.deviation())),
    RTT_HANDSHAKE("RTT from 3WHS", millis(h -> h.roundTrips.handshakeMicros)),
    FULL_SAMPLES("RTT full_sz smpls", "", h -> h.roundTrips.fullSize.count()),
    FULL_MIN("RTT full_sz min", millis(h -> h.roundTrips.fullSize.min())),
    FULL_MAX("RTT full_sz max", millis(h -> h.roundTrips.fullSize.max())),
    FULL_MEAN("RTT full_sz avg", millis(h -> h.roundTrips.fullSize.mean())),
    FULL_DEVIATION("RTT full_sz stdev", millis(h -> h.roundTrips.fullSize.deviation())),
    POST_LOSS("post-loss acks", "", h -> h.roundTrips.postLossAcks),
    AMBIGUOUS("ambiguous acks", "", h -> h.roundTrips.ambiguous.count(), TraceField::isAmbiguous),
    LAST_MIN("RTT min (last)", millis(h -> h.roundTrips.ambiguous.min()), TraceField::isAmbiguous),
    LAST_MAX("RTT max (last)", millis(h -> h.roundTrips.ambiguous.max()), TraceField::isAmbiguous),
    LAST_MEAN("RTT avg (last)", millis(h -> h.roundTrips.ambiguous.mean()), TraceField::isAmbiguous),
    LAST_DEVIATION("RTT sdv (last)", millis(h -> h.roundTrips.ambiguous.deviation()), TraceField::isAmbiguous),
    CUMULATIVE("segs cum acked", "", h -> h.roundTrips.cumulativeAcks),
    DUPLICATES("duplicate acks", "", h -> h.roundTrips.duplicateAcks),
    TRIPLES("triple dupacks", "", h -> h.roundTrips.tripleDuplicateAcks),
    MOST_REPETITIONS("max # retrans", "", h -> h.roundTrips.mostRepetitions),
    REPEAT_MIN("min retr time", millis(h -> h.roundTrips.repetitions.min())),
    REPEAT_MAX("max retr time", millis(h -> h.roundTrips.repetitions.max())),
    REPEAT_MEAN("avg retr time", millis(h -> h.roundTrips.repetitions.mean())),
    REPEAT_DEVIATION("sdv retr time", millis(h -> h.roundTrips.repetitions.deviation()));

    private final String label;
    private final String unit;
    private final BiFunction<TracedConnection, Half, String> reader;
    private final Predicate<Half> shown;

    TraceField(String label, String unit, ToLongFunction<Half> reader) {
        this(label, unit, reader, _ -> true);
    }

    TraceField(String label, String unit, ToLongFunction<Half> reader, Predicate<Half> shown) {
        this(label, unit, (_, half) -> Long.toString(reader.applyAsLong(half)), shown);
    }

    TraceField(String label, Function<Half, String> millis) {
        this(label, millis, _ -> true);
    }

    TraceField(String label, Function<Half, String> millis, Predicate<Half> shown) {
        this(label, "ms", (_, half) -> millis.apply(half), shown);
    }

    TraceField(String label, String unit, BiFunction<TracedConnection, Half, String> reader) {
        this(label, unit, reader, _ -> true);
    }

    TraceField(String label, String unit, BiFunction<TracedConnection, Half, String> reader, Predicate<Half> shown) {
        this.label = label;
        this.unit = unit;
        this.reader = reader;
        this.shown = shown;
    }

    /** In reports for people. */
    public String label() {
        return label;
    }

    /** Of the value; may be empty. */
    public String unit() {
        return unit;
    }

    /** In the head of a table: {@code max_#_retrans}; the two initial windows end in their units. */
    public String column() {
        String suffix = label.equals("initial window") ? "_" + unit : "";
        return label.replace(' ', '_') + suffix;
    }

    String value(TracedConnection connection, Half half) {
        return reader.apply(connection, half);
    }

    /** Whether a report for people has this line: tcptrace leaves out some where neither side has them. */
    public boolean isShown(TracedConnection connection) {
        return shown.test(connection.half(true)) || shown.test(connection.half(false));
    }

    private static boolean isAmbiguous(Half half) {
        return half.roundTrips.ambiguous.count() > 0;
    }

    private static String letter(boolean yes) {
        return yes ? "Y" : "N";
    }

    private static String known(long condition, long value) {
        return condition < 0 ? "NA" : Long.toString(value);
    }

    private static Function<Half, String> millis(ToDoubleFunction<Half> micros) {
        return half -> decimals(1, micros.applyAsDouble(half) / 1e3);
    }

    private static String decimals(int count, double value) {
        return new BigDecimal(value).setScale(count, RoundingMode.HALF_EVEN).toPlainString(); // as C prints it
    }
}
