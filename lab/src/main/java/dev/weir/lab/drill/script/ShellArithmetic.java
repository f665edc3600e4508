package dev.weir.lab.drill.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sums and products of whole numbers as a shell works them out: {@code $((15*1024*1024))}. */
final class ShellArithmetic {
    private static final Pattern EXPANSION = Pattern.compile("\\$\\(\\(([0-9*+\\s-]{1,60})\\)\\)");
    private static final Pattern PRODUCT = Pattern.compile("\\s*([+-]?)\\s*(\\d{1,12}(?:\\s*\\*\\s*\\d{1,12})*)\\s*");

    private ShellArithmetic() {}

    /** The text with the values in place; what is not understood stays as it is. */
    static String resolved(String text) {
        return EXPANSION.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), match.group())));
    }

    private static String value(String sum, String otherwise) {
        Matcher product = PRODUCT.matcher(sum);
        long total = 0;
        int at = 0;
        try {
            while (at < sum.length()) {
                boolean first = at == 0;
                if (!product.find(at) || product.start() != at || !first && product.group(1).isEmpty()) return otherwise;
                long value = 1;
                for (String factor : product.group(2).split("\\*")) {
                    value = Math.multiplyExact(value, Long.parseLong(factor.strip()));
                }
                total = Math.addExact(total, product.group(1).equals("-") ? -value : value);
                at = product.end();
            }
        } catch (ArithmeticException e) {
            return otherwise;
        }
        return Long.toString(total);
    }
}
