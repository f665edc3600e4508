package dev.weir.analysis.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A word or a sign of an expression.
 *
 * @param column where it begins, from 0
 */
record Token(Kind kind, String text, int column) {
    /** What it can be. */
    enum Kind {
        WORD, NUMBER,
        /** Dotted, two to four parts. */
        IPV4,
        IPV6, MAC, SIGN, END
    }

    private static final Pattern MAC_ADDRESS = Pattern.compile("[0-9A-Fa-f]{1,2}([:-][0-9A-Fa-f]{1,2}){5}");
    private static final Pattern IPV6_ADDRESS = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");
    private static final Pattern NUMERAL = Pattern.compile("0[xX][0-9A-Fa-f]+|[0-9]+");
    private static final Pattern DOTTED = Pattern.compile("[0-9]+(\\.[0-9]+){1,3}");
    private static final Pattern NAME = Pattern.compile("\\\\?[A-Za-z0-9_](?:[-_.A-Za-z0-9]*[A-Za-z0-9_])?");
    private static final Set<String> LONG_SIGNS = Set.of("&&", "||", "<<", ">>", "<=", ">=", "!=", "==");
    private static final String SIGNS = "()[]:+-*/%&|^<>=!";

    static List<Token> of(String expression) throws FilterError {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < expression.length()) {
            if (Character.isWhitespace(expression.charAt(at))) {
                at++;
                continue;
            }
            var token = at(expression, at);
            tokens.add(token);
            at += token.text.length();
        }
        tokens.add(new Token(Kind.END, "", expression.length()));
        return tokens;
    }

    private static Token at(String expression, int at) throws FilterError {
        for (var address : List.of(MAC_ADDRESS, IPV6_ADDRESS)) {
            var matcher = address.matcher(expression).region(at, expression.length());
            if (matcher.lookingAt() && !continues(expression, matcher.end())) {
                return new Token(address == MAC_ADDRESS ? Kind.MAC : Kind.IPV6, matcher.group(), at);
            }
        }
        if (at + 2 <= expression.length() && LONG_SIGNS.contains(expression.substring(at, at + 2))) {
            return new Token(Kind.SIGN, expression.substring(at, at + 2), at);
        }
        if (SIGNS.indexOf(expression.charAt(at)) >= 0) return new Token(Kind.SIGN, expression.substring(at, at + 1),
                at);
        var name = NAME.matcher(expression).region(at, expression.length());
        if (!name.lookingAt()) {
            throw new FilterError("'" + expression.charAt(at) + "' has no meaning in a filter", expression, at, 1);
        }
        String text = name.group();
        var kind = NUMERAL.matcher(text).matches() ? Kind.NUMBER : DOTTED.matcher(text).matches() ? Kind.IPV4
                : Kind.WORD;
        return new Token(kind, text, at);
    }

    private static boolean continues(String expression, int end) {
        return end < expression.length() && (Character.isLetterOrDigit(expression.charAt(end))
                || expression.charAt(end) == ':');
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(word);
    }

    boolean isAny(Set<String> words) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && words.contains(text);
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    /** Without the backslash that says that it is a name, not a keyword. */
    String name() {
        return text.startsWith("\\") ? text.substring(1) : text;
    }

    /** Decimal, hexadecimal with 0x, octal with 0; 32 bits without sign. Empty: too large, or no number. */
    OptionalLong number() {
        if (kind != Kind.NUMBER) return OptionalLong.empty();
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            long value = lower.startsWith("0x") ? Long.parseLong(lower.substring(2), 16)
                    : lower.startsWith("0") && lower.length() > 1 ? Long.parseLong(lower, 8) : Long.parseLong(lower);
            return value > 0xffff_ffffL ? OptionalLong.empty() : OptionalLong.of(value);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
