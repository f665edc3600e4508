package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake;
import dev.weir.analysis.finding.Fault;
import dev.weir.lab.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What makes a run fail, for scripts: a finding by its id, any of them, or a measure beyond a limit. A share of
 * segments is
 * over all connections, a time is that of the slowest one, a count is of connections.
 */
final class FailOn {
    private static final Pattern COMPARISON = Pattern.compile("([a-z-]+) *(>=|<=|>|<) *(.+)");
    private static final String ANY = "any";

    /** What a number is. */
    private enum Kind { SHARE, TIME, COUNT }

    private enum Measure {
        RETRANS(Kind.SHARE), REORDERED(Kind.SHARE), RTT(Kind.TIME), CONNECT(Kind.TIME), TIME(Kind.TIME),
        STALLS(Kind.TIME), WAIT(Kind.TIME), RESETS(Kind.COUNT), REFUSED(Kind.COUNT), UNANSWERED(Kind.COUNT),
        ZEROWINDOW(Kind.COUNT), CONNECTIONS(Kind.COUNT);

        private final Kind kind;

        Measure(Kind kind) {
            this.kind = kind;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Of one connection: of a share, how many segments. */
        private double of(Conversation c) {
            return switch (this) {
                case RETRANS -> Sort.resent(c);
                case REORDERED -> c.fromClient().ordering().late() + c.fromServer().ordering().late();
                case RTT -> Facts.rttNanos(c);
                case CONNECT -> connectNanos(c);
                case TIME -> c.elapsedNanos();
                case STALLS -> Sort.stalledNanos(c);
                case WAIT -> c.slowestTurn() == null ? 0 : c.slowestTurn().waitNanos();
                case RESETS -> c.resetCount() > 0 ? 1 : 0;
                case REFUSED -> c.handshake().outcome() == Handshake.Outcome.REFUSED ? 1 : 0;
                case UNANSWERED -> c.end() == Conversation.End.UNANSWERED ? 1 : 0;
                case ZEROWINDOW -> c.fromClient().window().zeroWindows() + c.fromServer().window().zeroWindows() > 0
                        ? 1 : 0;
                case CONNECTIONS -> 1;
            };
        }

        private static double connectNanos(Conversation c) {
            var handshake = c.handshake();
            return handshake.outcome() != Handshake.Outcome.COMPLETE || handshake.syns() == 0 ? 0
                    : handshake.completedNanos() - handshake.synNanos()[0];
        }
    }

    private record Limit(String text, Measure measure, String relation, double value) {
        boolean isBeyond(double found) {
            return switch (relation) {
                case ">" -> found > value;
                case ">=" -> found >= value;
                case "<" -> found < value;
                default -> found <= value;
            };
        }
    }

    private final List<Fault> faults = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final double[] found = new double[Measure.values().length];
    private boolean any;
    private long dataSegments;

    /**
     * @param words each one or several with commas between
     * @throws IllegalArgumentException saying what is wrong with one
     */
    static FailOn parse(List<String> words) {
        var failOn = new FailOn();
        for (String word : String.join(",", words).split(",")) {
            if (!word.isBlank()) failOn.add(word.strip());
        }
        return failOn;
    }

    private void add(String word) {
        var comparison = COMPARISON.matcher(word.toLowerCase(Locale.ROOT));
        if (comparison.matches()) {
            limits.add(limit(word, comparison.group(1), comparison.group(2), comparison.group(3)));
        } else if (word.equalsIgnoreCase(ANY)) {
            any = true;
        } else {
            String id = word.toUpperCase(Locale.ROOT).replace('-', '_');
            faults.add(Arrays.stream(Fault.values()).filter(fault -> fault.name().equals(id)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + word
                            + "' is no id of a finding, nor a measure "
                            + "with a limit such as retrans>1%")));
        }
    }

    private static Limit limit(String text, String name, String relation, String value) {
        var measure = Arrays.stream(Measure.values()).filter(each -> each.word().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no measure: " + Arrays
                        .stream(Measure.values()).map(Measure::word).collect(Collectors.joining(", "))));
        double number = switch (measure.kind) {
            case SHARE -> Units.share(value);
            case TIME -> Units.time(value).toNanos();
            case COUNT -> count(value);
        };
        return new Limit(text, measure, relation, number);
    }

    private static double count(String text) {
        if (!text.matches("[0-9]{1,15}")) throw new IllegalArgumentException("'" + text + "' is no count");
        return Double.parseDouble(text);
    }

    void add(Conversation conversation) {
        if (limits.isEmpty()) return;
        dataSegments += Facts.dataSegments(conversation);
        for (var measure : Measure.values()) {
            double value = measure.of(conversation);
            int at = measure.ordinal();
            found[at] = measure.kind == Kind.TIME ? Math.max(found[at], value) : found[at] + value;
        }
    }

    /** Why the run fails, a line each; empty if it does not. */
    List<String> reasons(Ranking findings) {
        var reasons = new ArrayList<String>();
        if (any && findings.count() > 0) reasons.add(ANY + ": " + Quantity.count(findings.count(), "finding"));
        for (var fault : faults) {
            if (findings.count(fault) > 0) {
                reasons.add(fault.name() + ": found " + (findings.count(fault) == 1 ? "once"
                        : findings.count(fault) + " times"));
            }
        }
        for (var limit : limits) reason(limit).ifPresent(reasons::add);
        return reasons;
    }

    private Optional<String> reason(Limit limit) {
        double value = found[limit.measure.ordinal()];
        if (limit.measure.kind == Kind.SHARE) value = dataSegments == 0 ? 0 : value / dataSegments;
        if (!limit.isBeyond(value)) return Optional.empty();
        String text = switch (limit.measure.kind) {
            case SHARE -> String.format(Locale.ROOT, "%.2f%%", 100 * value);
            case TIME -> Quantity.time((long) value);
            case COUNT -> Long.toString((long) value);
        };
        return Optional.of(limit.text + ": " + limit.measure.word() + " is " + text);
    }
}
