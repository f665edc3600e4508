package dev.weir.lab.drill.script;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** A place in the text of a script, with what all parts of the parser need: blanks, words, numbers, errors. */
final class Cursor {
    private final String text;
    private final BiConsumer<Integer, String> directives;
    private final int[] lineStarts;
    private final boolean hasComments;
    private int at;

    /** @param directives told of each comment that begins with {@code @}, with its line */
    Cursor(String text, BiConsumer<Integer, String> directives) {
        this(text, directives, true);
    }

    private Cursor(String text, BiConsumer<Integer, String> directives, boolean hasComments) {
        this.hasComments = hasComments;
        this.text = text;
        this.directives = directives;
        this.lineStarts = IntStream.range(0, text.length() + 1)
                .filter(i -> i == 0 || text.charAt(i - 1) == '\n').toArray();
    }

    /** For text in which {@code #} and {@code //} do not begin comments. */
    static Cursor withoutComments(String text) {
        return new Cursor(text, (_, _) -> { }, false);
    }

    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    /** Takes one character; at the end, none and NUL. */
    char next() {
        char c = peek();
        if (!isAtEnd()) at++;
        return c;
    }

    String since(int start) {
        return text.substring(start, at).strip();
    }

    int line() {
        return line(at);
    }

    int line(int position) {
        int found = Arrays.binarySearch(lineStarts, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    ScriptError error(String message) {
        return new ScriptError(line(), at - lineStarts[line() - 1] + 1, message);
    }

    /** What stands here, for messages. */
    String here() {
        if (isAtEnd()) return "the end of the script";
        int end = text.indexOf('\n', at);
        String rest = text.substring(at, end < 0 ? text.length() : end).strip();
        return "'" + (rest.length() > 30 ? rest.substring(0, 30) + "..." : rest) + "'";
    }

    /** Passes blanks and comments, over lines. */
    void skipBlanks() {
        while (!isAtEnd()) {
            if (Character.isWhitespace(peek())) {
                at++;
            } else if (!hasComments) {
                return;
            } else if (peek() == '#' || startsWith("//")) {
                comment();
            } else if (startsWith("/*")) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) throw error("a comment that does not end");
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void comment() {
        int line = line();
        int end = text.indexOf('\n', at);
        if (end < 0) end = text.length();
        String comment = text.substring(at, end).replaceFirst("^(#|//)", "").strip();
        at = end;
        if (comment.startsWith("@")) directives.accept(line, comment.substring(1));
    }

    boolean startsWith(String expected) {
        return text.startsWith(expected, at);
    }

    /** Takes {@code expected} if it stands here, behind blanks. */
    boolean accept(String expected) {
        skipBlanks();
        if (!startsWith(expected)) return false;
        at += expected.length();
        return true;
    }

    void expect(String expected) {
        if (!accept(expected)) throw error("'" + expected + "' expected instead of " + here());
    }

    /** Whether a word stands here as a whole, behind blanks. */
    boolean isAtWord(String word) {
        skipBlanks();
        return startsWith(word) && !isWordPart(peek(word.length()));
    }

    /** Takes a word if it stands here as a whole, behind blanks. */
    boolean acceptWord(String word) {
        if (!isAtWord(word)) return false;
        at += word.length();
        return true;
    }

    /** Letters, digits and underscores behind blanks; empty if there are none. */
    String word() {
        skipBlanks();
        int start = at;
        while (isWordPart(peek())) at++;
        return text.substring(start, at);
    }

    /** Everything up to the next of {@code ends} or a blank; may be empty. */
    String upTo(String ends) {
        skipBlanks();
        int start = at;
        while (!isAtEnd() && !Character.isWhitespace(peek()) && ends.indexOf(peek()) < 0) at++;
        return text.substring(start, at);
    }

    /** Everything up to {@code end}, which is taken too. */
    String through(String end) {
        int start = at;
        int found = text.indexOf(end, at);
        if (found < 0) throw error("'" + end + "' is missing");
        at = found + end.length();
        return text.substring(start, found);
    }

    /**
     * A decimal or hexadecimal integer, with a sign if it is negative.
     *
     * @throws NotApplicable for a name in capitals: a value that the one who runs the script has to give
     */
    long integer() {
        skipBlanks();
        demandNoSymbol();
        int start = at;
        if (peek() == '-') at++;
        boolean hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        if (hexadecimal) at += 2;
        int digits = at;
        while (Character.digit(peek(), hexadecimal ? 16 : 10) >= 0) at++;
        String number = text.substring(digits, at);
        try {
            long value = Long.parseLong(number, hexadecimal ? 16 : 10);
            return text.charAt(start) == '-' ? -value : value;
        } catch (NumberFormatException e) {
            at = start;
            throw error("a number expected instead of " + here());
        }
    }

    private void demandNoSymbol() {
        if (!Character.isUpperCase(peek())) return;
        int start = at;
        String symbol = word();
        at = start;
        throw new NotApplicable("symbol " + symbol + ", which is defined nowhere");
    }

    /** As {@link #integer}, within bounds. */
    long integer(String what, long least, long most) {
        long value = integer();
        if (value < least || value > most) throw error(what + " must be " + least + ".." + most + ", not " + value);
        return value;
    }

    /** Seconds with an optional fraction, as nanoseconds. */
    long seconds() {
        skipBlanks();
        int start = at;
        while (Character.isDigit(peek())) at++;
        if (peek() == '.' && Character.isDigit(peek(1))) {
            at++;
            while (Character.isDigit(peek())) at++;
        }
        if (at == start) throw error("a time in seconds expected instead of " + here());
        String[] parts = text.substring(start, at).split("\\.");
        try {
            String fraction = parts.length > 1 ? (parts[1] + "000000000").substring(0, 9) : "0";
            long whole = parts[0].isEmpty() ? 0 : Long.parseLong(parts[0]);
            return Math.addExact(Math.multiplyExact(whole, 1_000_000_000L), Long.parseLong(fraction));
        } catch (NumberFormatException | ArithmeticException e) {
            throw error("not a time: " + text.substring(start, at));
        }
    }

    /** Goes back to a place that {@link #position} has named. */
    void backTo(int position) {
        at = position;
    }

    /**
     * Passes a step that means nothing here, from {@code start} on: its line, what stands in brackets, and lines that
     * do not begin with a time.
     */
    void skipStep(int start) {
        int open = 0;
        for (at = start; !isAtEnd(); at++) {
            if ("([{".indexOf(peek()) >= 0) open++;
            if (")]}".indexOf(peek()) >= 0) open--;
            if (peek() == '\n' && open <= 0 && endsStep()) return;
        }
    }

    /** Whether the line behind this one begins another step, or nothing. */
    private boolean endsStep() {
        int next = at + 1;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) next++;
        return next >= text.length() || "+*.`/#\n\r".indexOf(text.charAt(next)) >= 0
                || Character.isDigit(text.charAt(next));
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
