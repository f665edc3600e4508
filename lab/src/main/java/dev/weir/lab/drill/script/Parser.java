package dev.weir.lab.drill.script;

import dev.weir.lab.drill.script.Step.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a script: options first, then steps. What is known but not claimed, and what is not known at all, becomes an
 * {@link Obstacle}; what breaks the grammar is a {@link ScriptError}. Nothing is passed over.
 */
final class Parser {
    private final String name;
    private final String text;
    private final Cursor cursor;
    private final Options options = new Options();
    private final List<String> tags = new ArrayList<>();
    private final List<ScriptError> unknownDirectives = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    Parser(String name, String written, Map<String, String> definitions) {
        this.name = name;
        this.text = written.replace("\r\n", "\n").replace("\ufeff", "");
        this.cursor = new Cursor(new Preprocessor(definitions).text(text), this::directive);
    }

    Script script() {
        for (cursor.skipBlanks(); cursor.startsWith("--"); cursor.skipBlanks()) option();
        for (; !cursor.isAtEnd(); cursor.skipBlanks()) step();
        if (steps.isEmpty()) throw cursor.error("the script has no steps");
        forbidDropsBeforePackets();
        if (!tags.isEmpty() && !unknownDirectives.isEmpty()) throw unknownDirectives.getFirst();
        steps.sort(Comparator.comparingInt(Step::line)); // a comment is read before the step in front of it is complete
        return new Script(name, text.lines().toList(), options, tags, steps, obstacles);
    }

    /** What tcpdrop takes away is missed by nobody if no packet comes any more. */
    private void forbidDropsBeforePackets() {
        boolean packetsFollow = false;
        for (Step step : steps.reversed()) {
            packetsFollow |= step.action() instanceof TcpLine || step.action() instanceof UdpLine
                    || step.action() instanceof IcmpLine;
            boolean drops = step.action() instanceof Command command && command.text().startsWith("tcpdrop");
            if (drops && packetsFollow) obstacles.add(new Obstacle(step.line(), "command " + step.action()));
        }
    }

    /** A comment with a meaning. */
    private void directive(int line, String directive) {
        String[] words = directive.split("[\\s,]+");
        switch (words[0]) {
            case "rfc" -> tags.addAll(Arrays.asList(words).subList(1, words.length));
            case "hold" -> steps.add(new Step(line, "// @hold", When.now(), Batch.HOLD));
            case "release" -> steps.add(new Step(line, "// @release", When.now(), Batch.RELEASE));
            default -> unknownDirectives.add(
                    new ScriptError(line, "unknown comment @" + words[0] + "; known: @rfc, @hold, @release"));
        }
    }

    private void option() {
        int line = cursor.line();
        try {
            options.read(cursor);
        } catch (NotApplicable e) {
            obstacles.add(new Obstacle(line, e.feature()));
        }
    }

    private void step() {
        int start = cursor.position();
        int line = cursor.line();
        try {
            step(start, line);
        } catch (ScriptError e) { // what is missing at the end of a line is noticed on the next
            throw e.line() > line && !isOverLines(cursor.since(start)) ? new ScriptError(line, e.getMessage()) : e;
        } catch (NotApplicable e) {
            obstacles.add(new Obstacle(line, e.feature()));
            cursor.skipStep(start);
            String written = cursor.since(start).lines().findFirst().orElse("").strip();
            steps.add(new Step(line, written, When.now(), new Outside(written)));
        }
    }

    private static boolean isOverLines(String written) {
        return written.contains("%{") || written.contains("`");
    }

    private void step(int start, int line) {
        When when = cursor.peek() == '`' ? When.now() : when();
        cursor.skipBlanks();
        Step.Action action;
        if (cursor.peek() == '<' || cursor.peek() == '>') {
            var parser = new PacketParser(cursor);
            action = parser.packet();
            parser.features().forEach(feature -> obstacles.add(new Obstacle(line, feature.feature())));
        } else if (cursor.startsWith("%{")) {
            action = code();
        } else if (cursor.startsWith("`")) {
            action = command(line);
        } else {
            action = call(line);
        }
        boolean isPacketOut = action instanceof TcpLine packet && !packet.inbound()
                || action instanceof UdpLine datagram && !datagram.inbound()
                || action instanceof IcmpLine message && !message.inbound();
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
        } else if (cursor.accept("...")) {
            if (relative) cursor.accept("+");
            callEnd = cursor.seconds();
        }
        if (latest < earliest || callEnd != When.AT_ONCE && callEnd < earliest) {
            throw cursor.error("a time that ends before it begins");
        }
        return new When(kind, earliest, latest, callEnd);
    }

    private Step.Action code() {
        cursor.expect("%{");
        int line = cursor.line();
        String code = cursor.through("}%");
        try {
            return CodeParser.parse(line, code);
        } catch (NotApplicable e) { // it has been read to its end: nothing is to be skipped
            obstacles.add(new Obstacle(line, e.feature()));
            return new Outside("%{" + code + "}%");
        }
    }

    private Step.Action command(int line) {
        cursor.expect("`");
        String text = cursor.through("`").strip();
        try {
            return Commands.meaning(text);
        } catch (NotApplicable e) {
            obstacles.add(new Obstacle(line, e.feature()));
            return new Outside("`" + text + "`");
        }
    }

    /** A congestion control or a whole stack that a call asks for by a name that is not known here. */
    private static Optional<String> named(Call call) {
        if (!call.name().equals("setsockopt")) return Optional.empty();
        List<String> option = call.argument(2).symbols();
        try {
            if (option.contains("TCP_CONGESTION") && call.argument(3) instanceof Value.Text text) {
                CongestionNames.demandKnown(text.value());
            }
            if (option.contains("TCP_FUNCTION_BLK") && !call.argument(3).toString().contains("\"freebsd\"")) {
                throw new NotApplicable("TCP stack " + call.argument(3));
            }
            return Optional.empty();
        } catch (NotApplicable e) {
            return Optional.of(e.feature());
        }
    }

    private Call call(int line) {
        Call call = new CallParser(cursor).call();
        Unclaimed.ofCall(call.name()).ifPresent(feature -> obstacles.add(new Obstacle(line, feature.feature())));
        call.arguments().stream().flatMap(Value::allSymbols).map(Unclaimed::ofSymbol).flatMap(Optional::stream)
                .distinct()
                .forEach(feature -> obstacles.add(new Obstacle(line, feature.feature())));
        named(call).ifPresent(name -> obstacles.add(new Obstacle(line, name)));
        return call;
    }
}
