package dev.weir.lab.drill.script;

import dev.weir.lab.drill.script.Step.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a script: options first, then steps; what it does not know is an error, never passed over. */
final class Parser {
    private static final Set<String> OPTIONS = Set.of("ip_version", "tolerance_usecs", "mtu", "profile");

    private final String name;
    private final String text;
    private final Cursor cursor;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> tags = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    Parser(String name, String text) {
        this.name = name;
        this.text = text;
        this.cursor = new Cursor(text, this::directive);
    }

    Script script() {
        for (cursor.skipBlanks(); cursor.startsWith("--"); cursor.skipBlanks()) option();
        for (; !cursor.isAtEnd(); cursor.skipBlanks()) step();
        if (steps.isEmpty()) throw cursor.error("the script has no steps");
        steps.sort(Comparator.comparingInt(Step::line)); // a comment is read before the step in front of it is complete
        return new Script(name, text.lines().toList(), options, settings, tags, steps, obstacles);
    }

    /** A comment with a meaning. */
    private void directive(int line, String directive) {
        String[] words = directive.split("[\\s,]+");
        switch (words[0]) {
            case "rfc" -> tags.addAll(Arrays.asList(words).subList(1, words.length));
            case "hold" -> steps.add(new Step(line, "// @hold", When.now(), Batch.HOLD));
            case "release" -> steps.add(new Step(line, "// @release", When.now(), Batch.RELEASE));
            default -> throw new ScriptError(line, "unknown comment @" + words[0] + "; known: @rfc, @hold, @release");
        }
    }

    private void option() {
        int line = cursor.line();
        cursor.expect("--");
        String option = cursor.word();
        cursor.expect("=");
        String value = cursor.upTo("");
        if (option.equals("config")) {
            int equals = value.indexOf('=');
            if (equals < 1) throw new ScriptError(line, "--config=key=value expected");
            settings.put(value.substring(0, equals), value.substring(equals + 1));
            return;
        }
        check(line, OPTIONS.contains(option), "unknown option --" + option + "; known: " + OPTIONS);
        switch (option) {
            case "ip_version" -> check(line, value.matches("ipv[46]"), "--ip_version must be ipv4 or ipv6");
            case "profile" ->
                check(line, value.matches("linux|freebsd|rfc"), "--profile must be linux, freebsd or rfc");
            default -> check(line, value.matches("\\d{1,9}"), "--" + option + " must be a number");
        }
        options.put(option, value);
    }

    private static void check(int line, boolean holds, String message) {
        if (!holds) throw new ScriptError(line, message);
    }

    private void step() {
        int start = cursor.position();
        int line = cursor.line();
        try {
            step(start, line);
        } catch (ScriptError e) { // what is missing at the end of a line is noticed on the next
            throw e.line() > line && !cursor.since(start).contains("%{") ? new ScriptError(line, e.getMessage()) : e;
        }
    }

    private void step(int start, int line) {
        When when = when();
        cursor.skipBlanks();
        Step.Action action;
        if (cursor.peek() == '<' || cursor.peek() == '>') {
            action = new PacketParser(cursor).packet();
        } else if (cursor.startsWith("%{")) {
            action = code();
        } else if (cursor.startsWith("`")) {
            throw cursor.error("commands are not run: say --config=key=value at the top instead of a sysctl");
        } else {
            action = new CallParser(cursor).call();
        }
        boolean isPacketOut = action instanceof TcpLine packet && !packet.inbound();
        if (!isPacketOut && (when.kind() == When.Kind.ANY || when.earliest() != when.latest())) {
            throw new ScriptError(line, "only a packet that is expected can have a range or * as its time");
        }
        if (!(action instanceof Call) && when.blocks()) {
            throw new ScriptError(line, "only a system call can have an end: start...end");
        }
        steps.add(new Step(line, cursor.since(start).lines().findFirst().orElse("").strip(), when, action));
    }

    /** {@code +1.5}, {@code 1.5}, {@code *}, {@code a~b}, {@code +a~+b}, {@code a...b}. */
    private When when() {
        if (cursor.accept("*")) return new When(When.Kind.ANY, 0, 0, When.AT_ONCE);
        boolean relative = cursor.accept("+");
        var kind = relative ? When.Kind.RELATIVE : When.Kind.ABSOLUTE;
        long earliest = cursor.seconds();
        long latest = earliest;
        long callEnd = When.AT_ONCE;
        if (cursor.accept("~")) {
            if (relative) cursor.expect("+");
            latest = cursor.seconds();
        } else if (cursor.startsWith("...")) {
            cursor.expect("...");
            if (relative) cursor.accept("+");
            callEnd = cursor.seconds();
        }
        if (latest < earliest || callEnd != When.AT_ONCE && callEnd < earliest) {
            throw cursor.error("a time that ends before it begins");
        }
        return new When(kind, earliest, latest, callEnd);
    }

    private Code code() {
        cursor.expect("%{");
        int line = cursor.line();
        String code = cursor.through("}%");
        return Code.parse(line, code);
    }
}
