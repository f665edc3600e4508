package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the statements of a block of code. What it cannot read makes the script not applicable. */
final class CodeParser {
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*(\\+|-|\\*|//|/|%|&|\\||\\^|<<|>>)?=(?!=)(.*)",
            Pattern.DOTALL);
    private static final Pattern HEADER = Pattern.compile("(if|elif|else|for|def|while|try|with|class)\\b(.*)",
            Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile("\\s*(\\w+)\\s*\\(([\\w\\s,]*)\\)\\s*:(.*)", Pattern.DOTALL);
    private static final Pattern LOOP = Pattern.compile("\\s*(\\w+)\\s+in\\s+(.*)", Pattern.DOTALL);
    private static final int DEEPEST = 30;

    private final List<CodeLines.Line> lines;
    private int at;
    private int depth;

    private CodeParser(List<CodeLines.Line> lines) {
        this.lines = lines;
    }

    /**
     * @param line where the text begins in the script
     * @throws NotApplicable for what is not understood
     */
    static Code parse(int line, String text) {
        var parser = new CodeParser(CodeLines.of(line, text));
        var statements = new ArrayList<Statement>();
        while (parser.at < parser.lines.size()) parser.line(statements);
        return new Code(line, text, statements);
    }

    private void line(List<Statement> statements) {
        CodeLines.Line line = lines.get(at++);
        Matcher header = HEADER.matcher(line.text());
        if (!header.matches()) {
            for (String part : CodeLines.parts(line.text(), ';')) simple(line.number(), part.strip(), statements);
            return;
        }
        if (++depth > DEEPEST) throw new NotApplicable("code with more than " + DEEPEST + " levels");
        String rest = header.group(2);
        statements.add(switch (header.group(1)) {
            case "if" -> branch(line, rest);
            case "for" -> loop(line, rest);
            case "def" -> function(line, rest);
            default -> throw notUnderstood(line.text(), "this statement is not known");
        });
        depth--;
    }

    private Statement branch(CodeLines.Line line, String rest) {
        Split split = split(line, rest);
        Expression condition = expression(split.head());
        List<Statement> then = body(line, split.body());
        List<Statement> otherwise = List.of();
        if (at < lines.size() && lines.get(at).indent() == line.indent()) {
            CodeLines.Line next = lines.get(at);
            Matcher header = HEADER.matcher(next.text());
            if (header.matches() && header.group(1).equals("elif")) {
                at++;
                otherwise = List.of(branch(next, header.group(2)));
            } else if (header.matches() && header.group(1).equals("else")) {
                at++;
                otherwise = body(next, split(next, header.group(2)).body());
            }
        }
        return new Statement.If(line.number(), condition, then, otherwise);
    }

    private Statement loop(CodeLines.Line line, String rest) {
        Split split = split(line, rest);
        Matcher loop = LOOP.matcher(split.head());
        if (!loop.matches()) throw notUnderstood(line.text(), "for NAME in LIST: expected");
        return new Statement.For(line.number(), loop.group(1), expression(loop.group(2)), body(line, split.body()));
    }

    private Statement function(CodeLines.Line line, String rest) {
        Matcher function = FUNCTION.matcher(rest);
        if (!function.matches()) throw notUnderstood(line.text(), "def NAME(PARAMETERS): expected");
        List<String> parameters = function.group(2).isBlank() ? List.of()
                : List.of(function.group(2).strip().split("\\s*,\\s*"));
        return new Statement.Define(line.number(), function.group(1), parameters, body(line, function.group(3)));
    }

    private record Split(String head, String body) {}

    private static Split split(CodeLines.Line line, String rest) {
        List<String> parts = CodeLines.parts(rest, ':');
        if (parts.size() < 2) throw notUnderstood(line.text(), "':' expected");
        return new Split(parts.getFirst(), rest.substring(parts.getFirst().length() + 1));
    }

    /** What stands behind the colon, or on the lines below that are further in. */
    private List<Statement> body(CodeLines.Line header, String inline) {
        var statements = new ArrayList<Statement>();
        if (!inline.isBlank()) {
            for (String part : CodeLines.parts(inline, ';')) simple(header.number(), part.strip(), statements);
            return statements;
        }
        while (at < lines.size() && lines.get(at).indent() > header.indent()) line(statements);
        if (statements.isEmpty()) throw notUnderstood(header.text(), "a block is missing");
        return statements;
    }

    private static void simple(int line, String text, List<Statement> statements) {
        if (text.isEmpty() || text.equals("pass") || text.matches("print\\b.*|global\\s.*")) return;
        if (text.matches("(import|from|while|raise|del|break|continue|yield)\\b.*")) {
            throw notUnderstood(text, "this statement is not known");
        }
        Matcher assignment = ASSIGNMENT.matcher(text);
        if (text.matches("(?s)assert\\b.*")) {
            List<String> parts = CodeLines.parts(text.substring("assert".length()), ',');
            if (parts.size() > 2) throw notUnderstood(text, "one condition and one message expected");
            Expression message = parts.size() > 1 ? expression(parts.get(1)) : null;
            statements.add(new Statement.Assert(line, text, expression(parts.getFirst()), message));
        } else if (text.matches("(?s)return\\b.*")) {
            String value = text.substring("return".length()).strip();
            statements.add(new Statement.Return(line,
                    value.isEmpty() ? new Expression.Literal(0L) : expression(value)));
        } else if (assignment.matches()) {
            Expression value = expression(assignment.group(3));
            if (assignment.group(2) != null) {
                var old = new Expression.Name(assignment.group(1));
                value = new Expression.Binary(old, assignment.group(2), value);
            }
            statements.add(new Statement.Assign(line, assignment.group(1), value));
        } else {
            statements.add(new Statement.Evaluate(line, expression(text)));
        }
    }

    private static Expression expression(String text) {
        try {
            return new ExpressionParser(text.strip()).whole();
        } catch (ScriptError e) {
            throw notUnderstood(text.strip(), e.getMessage());
        }
    }

    private static NotApplicable notUnderstood(String text, String why) {
        String first = text.lines().findFirst().orElse("");
        return new NotApplicable("code '" + first + "': " + why);
    }
}
