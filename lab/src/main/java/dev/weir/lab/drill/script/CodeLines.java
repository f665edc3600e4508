package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;

/** The logical lines of Python: comments gone, open brackets and backslashes carried on. */
final class CodeLines {
    /** @param indent blanks in front; 0 for what stands behind the opening of the block */
    record Line(int number, int indent, String text) {}

    private CodeLines() {}

    static List<Line> of(int firstNumber, String text) {
        var lines = new ArrayList<Line>();
        var pending = new StringBuilder();
        int number = firstNumber;
        int start = firstNumber;
        int indent = 0;
        for (String row : text.split("\n", -1)) {
            String code = withoutComment(row);
            if (pending.isEmpty()) {
                start = number;
                indent = number == firstNumber ? 0 : code.length() - code.stripLeading().length();
            }
            boolean goesOn = code.endsWith("\\");
            pending.append(goesOn ? code.substring(0, code.length() - 1) : code).append(' ');
            number++;
            if (goesOn || openBrackets(pending) > 0) continue;
            if (!pending.toString().isBlank()) lines.add(new Line(start, indent, pending.toString().strip()));
            pending.setLength(0);
        }
        if (!pending.toString().isBlank()) throw new NotApplicable("code '" + pending.toString().strip()
                + "': a bracket is not closed");
        return lines;
    }

    private static String withoutComment(String row) {
        char quote = 0;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (quote == 0 && c == '#') return row.substring(0, i);
            if (quote == 0 && (c == '"' || c == '\'')) quote = c;
            else if (c == quote) quote = 0;
            else if (c == '\\') i++;
        }
        return row;
    }

    private static int openBrackets(CharSequence text) {
        int open = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if ("([{".indexOf(c) >= 0) {
                open++;
            } else if (")]}".indexOf(c) >= 0) {
                open--;
            }
        }
        return open;
    }

    /** Parts between separators that stand in no bracket and no string. */
    static List<String> parts(String text, char separator) {
        var parts = new ArrayList<String>();
        int start = 0;
        int open = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if ("([{".indexOf(c) >= 0) {
                open++;
            } else if (")]}".indexOf(c) >= 0) {
                open--;
            } else if (c == separator && open == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
