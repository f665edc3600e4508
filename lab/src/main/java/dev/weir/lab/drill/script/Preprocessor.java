package dev.weir.lab.drill.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens to a script's text before it is read: {@code #define}, {@code #undef}, {@code #if}, {@code #ifdef},
 * {@code #ifndef}, {@code #elif}, {@code #else}, {@code #endif}, each at the beginning of a line; and defined names
 * give way to their values, outside of comments, strings, commands and code. Lines keep their numbers.
 */
final class Preprocessor {
    private static final Pattern DIRECTIVE =
            Pattern.compile("\\s*#(define|undef|ifdef|ifndef|if|elif|else|endif)\\b(.*)");
    private static final Pattern CONDITION = Pattern.compile(
            "(!?)\\s*(?:defined\\s*\\(?\\s*(\\w+)\\s*\\)?|(\\w+)(?:\\s*(==|!=|<=|>=|<|>)\\s*(\\w+))?)");
    private static final Pattern DEFINITION = Pattern.compile("\\s*--define=(\\w+)(?:=(\"[^\"]*\"|`[^`]*`|\\S+))?.*");
    /** What is left as it is, and words. */
    private static final Pattern TOKEN = Pattern.compile(
            "//.*|/\\*.*?\\*/|\"[^\"]*\"|`[^`]*`|%\\{.*?\\}%|^\\s*#.*|^\\s*--define.*|(\\w+)");

    /** @param active whether lines count; {@code taken}: whether a branch of this condition has counted already */
    private record Branch(boolean active, boolean taken) {}

    private final Set<String> fixed;
    private final Map<String, String> definitions;
    private final Deque<Branch> branches = new ArrayDeque<>();

    /** @param definitions that no line of the script changes */
    Preprocessor(Map<String, String> definitions) {
        this.fixed = Set.copyOf(definitions.keySet());
        this.definitions = new HashMap<>(definitions);
    }

    /** @throws ScriptError for an {@code #else} or {@code #endif} without its {@code #if}, and the other way round */
    String text(String script) {
        var lines = new StringBuilder(script.length());
        boolean quoted = false; // inside a command that goes over lines
        int code = 0; // the same, of code
        int number = 0;
        for (String line : script.split("\n", -1)) {
            number++;
            Matcher directive = DIRECTIVE.matcher(line);
            if (!quoted && code == 0 && directive.matches() && directive(number, directive.group(1), withoutComment(directive.group(2)))) {
                lines.append('\n');
                continue;
            }
            if (!isActive()) {
                lines.append('\n');
                continue;
            }
            Matcher definition = DEFINITION.matcher(line);
            if (definition.matches()) {
                define(definition.group(1), definition.group(2) == null ? "1" : definition.group(2));
            }
            code = Math.max(0, code + occurrences(line, "%{") - occurrences(line, "}%"));
            quoted ^= line.replaceFirst("//.*", "").chars().filter(c -> c == '`').count() % 2 == 1;
            lines.append(quoted || code > 0 ? line : replaced(line)).append('\n');
        }
        if (!branches.isEmpty()) throw new ScriptError(number, "#endif is missing");
        lines.setLength(lines.length() - 1);
        return lines.toString();
    }

    private static int occurrences(String line, String text) {
        return (line.length() - line.replace(text, "").length()) / text.length();
    }

    private static String withoutComment(String rest) {
        return rest.replaceFirst("\\s*(//|/\\*).*", "").strip();
    }

    private boolean isActive() {
        return branches.isEmpty() || branches.peek().active();
    }

    /** Whether it was one; a comment that only looks like one is not. */
    private boolean directive(int line, String name, String rest) {
        switch (name) {
            case "define" -> {
                String[] parts = rest.split("\\s+", 2);
                if (!parts[0].matches("\\w+")) return false;
                if (isActive()) define(parts[0], parts.length > 1 ? parts[1] : "1");
            }
            case "undef" -> {
                if (isActive() && !fixed.contains(rest)) definitions.remove(rest);
            }
            case "ifdef" -> enter(definitions.containsKey(rest));
            case "ifndef" -> enter(!definitions.containsKey(rest));
            case "if" -> {
                if (!CONDITION.matcher(rest).matches()) return false;
                enter(holds(rest));
            }
            default -> {
                if (branches.isEmpty()) throw new ScriptError(line, "#" + name + " without #if");
                Branch last = branches.pop();
                if (name.equals("endif")) return true;
                boolean holds = !last.taken() && (name.equals("else") || holds(rest));
                branches.push(new Branch(isActive() && holds, last.taken() || holds));
            }
        }
        return true;
    }

    private void define(String name, String value) {
        if (!fixed.contains(name)) definitions.put(name, value);
    }

    private void enter(boolean holds) {
        branches.push(new Branch(isActive() && holds, holds));
    }

    private boolean holds(String condition) {
        Matcher matcher = CONDITION.matcher(condition);
        if (!matcher.matches()) return false;
        boolean holds = matcher.group(2) != null ? definitions.containsKey(matcher.group(2))
                : matcher.group(4) == null ? number(matcher.group(3)) != 0
                : compared(number(matcher.group(3)), matcher.group(4), number(matcher.group(5)));
        return holds != matcher.group(1).equals("!");
    }

    private static boolean compared(long a, String operator, long b) {
        return switch (operator) {
            case "==" -> a == b;
            case "!=" -> a != b;
            case "<=" -> a <= b;
            case ">=" -> a >= b;
            case "<" -> a < b;
            default -> a > b;
        };
    }

    /** As in C: what is no number counts as 0. */
    private long number(String word) {
        String value = definitions.getOrDefault(word, word);
        try {
            return Long.decode(value);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String replaced(String line) {
        if (definitions.isEmpty()) return line;
        return TOKEN.matcher(line).replaceAll(match -> {
            String word = match.group(1);
            String value = word == null ? null : definitions.get(word);
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }
}
