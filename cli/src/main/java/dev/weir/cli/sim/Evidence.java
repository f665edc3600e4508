package dev.weir.cli.sim;

import dev.weir.analysis.Quantity;
import dev.weir.lab.Units;
import dev.weir.lab.scenario.toml.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that a scenario says must be seen, and whether it was: {@code bulk.goodput < 2mbit}.
 *
 * @param claim as it is written in the file
 * @param seen whether it holds
 * @param found what was measured instead of the right side
 */
record Evidence(String claim, boolean seen, String found) {
    private static final Pattern CLAIM = Pattern.compile("\\s*(\\S+)\\s+(==|!=|<=|>=|<|>)\\s+(\\S+)\\s*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern TIME = Pattern.compile("[0-9.]+(ns|us|ms|s|min)");
    private static final Set<String> EQUALITY = Set.of("==", "!=");

    /** @throws IllegalArgumentException if a claim cannot be understood, with what would be right */
    static List<Evidence> of(Simulation simulation) {
        var claims = simulation.scenario().truth().see();
        if (claims.isEmpty()) return List.of();
        var measures = Measures.of(simulation);
        return claims.stream().map(claim -> of(claim, measures)).toList();
    }

    private static Evidence of(String claim, Measures measures) {
        var parts = CLAIM.matcher(claim);
        if (!parts.matches()) {
            throw new IllegalArgumentException("see = \"" + claim
                    + "\" is no comparison: write \"bulk.retransmitted > 0\"");
        }
        String name = parts.group(1);
        Object found = measures.value(name).orElseThrow(() -> {
            var near = measures.near(name);
            return new IllegalArgumentException("see = \"" + claim + "\": nothing is named " + name
                    + Nearest.hint(name, near) + " (one of: "
                    + String.join(", ", near.subList(0, Math.min(24, near.size()))) + ")");
        });
        String operator = parts.group(2);
        String right = parts.group(3);
        if (found instanceof Number number) {
            double left = number.doubleValue();
            return new Evidence(claim, compare(Double.compare(left, number(claim, right)), operator), written(number,
                    right));
        }
        if (!EQUALITY.contains(operator)) {
            throw new IllegalArgumentException("see = \"" + claim + "\": " + name
                    + " is a word, compare it with == or !=");
        }
        return new Evidence(claim, compare(found.equals(right) ? 0 : 1, operator), found.toString());
    }

    private static boolean compare(int order, String operator) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static double number(String claim, String text) {
        if (NUMBER.matcher(text).matches()) return Double.parseDouble(text);
        try {
            if (text.endsWith("%")) return Units.share(text);
            if (text.endsWith("bit") || text.endsWith("bit/s")) return Units.rate(text);
            if (TIME.matcher(text).matches()) return Units.time(text).toNanos();
            return Units.bytes(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("see = \"" + claim + "\": " + e.getMessage(), e);
        }
    }

    /** In the unit of the right side. */
    private static String written(Number number, String right) {
        if (number instanceof Double share) return String.format(Locale.ROOT, "%.3f", share);
        long value = number.longValue();
        if (NUMBER.matcher(right).matches()) return Long.toString(value);
        if (right.endsWith("bit") || right.endsWith("bit/s")) return Quantity.rate(value);
        if (TIME.matcher(right).matches()) return Quantity.time(value);
        return Quantity.bytes(value);
    }
}
