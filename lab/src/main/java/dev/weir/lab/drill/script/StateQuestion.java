package dev.weir.lab.drill.script;

import dev.weir.core.event.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the ways in which scripts ask a system how many connections are in a state: {@code sockstat}, {@code netstat}
 * or {@code ss}, what {@code grep} leaves of that, and how {@code wc}, {@code grep -c} or {@code test} count it.
 */
final class StateQuestion {
    private static final Set<String> TOOLS = Set.of("sockstat", "netstat", "ss");
    private static final Map<String, State> STATES = Map.ofEntries(
            Map.entry("LISTEN", State.LISTEN), Map.entry("SYN_SENT", State.SYN_SENT),
            Map.entry("SYN_RCVD", State.SYN_RECEIVED), Map.entry("SYN_RECV", State.SYN_RECEIVED),
            Map.entry("SYN_RECEIVED", State.SYN_RECEIVED), Map.entry("ESTAB", State.ESTABLISHED),
            Map.entry("ESTABLISHED", State.ESTABLISHED), Map.entry("FIN_WAIT_1", State.FIN_WAIT_1),
            Map.entry("FIN_WAIT1", State.FIN_WAIT_1), Map.entry("FIN_WAIT_2", State.FIN_WAIT_2),
            Map.entry("FIN_WAIT2", State.FIN_WAIT_2), Map.entry("CLOSE_WAIT", State.CLOSE_WAIT),
            Map.entry("CLOSING", State.CLOSING), Map.entry("LAST_ACK", State.LAST_ACK),
            Map.entry("TIME_WAIT", State.TIME_WAIT), Map.entry("CLOSED", State.CLOSED));
    private static final Pattern NUMBER = Pattern.compile("\\^?\\s*\\\\?[ ]?[*]?\\s*(\\d{1,6})\\$?");
    private static final Pattern PORT = Pattern.compile(".*?[:.](\\d{1,5})\\b.*");
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\((.*)\\)", Pattern.DOTALL);
    private static final Set<String> TEST_EQUALS = Set.of("-eq", "=", "==");

    private State state;
    private int port;
    private boolean named;

    private StateQuestion() {}

    /**
     * Null if this is no question about states.
     *
     * @throws NotApplicable for one that is not understood
     */
    static Command.Count of(ShellLine.Pipeline pipeline) {
        String tool = name(pipeline.commands().getFirst().getFirst());
        if (tool.equals("[") || tool.equals("test") || tool.equals("[[")) return ofTest(pipeline);
        return TOOLS.contains(tool) ? new StateQuestion().read(pipeline) : null;
    }

    /** {@code [ $(sockstat ... | wc -l) -eq 1 ]}. */
    private static Command.Count ofTest(ShellLine.Pipeline pipeline) {
        List<String> words = pipeline.commands().getFirst();
        if (words.size() < 4 || !TEST_EQUALS.contains(words.get(2))) throw Commands.unknown(pipeline);
        Matcher inner = SUBSTITUTION.matcher(words.get(1));
        Matcher number = NUMBER.matcher(words.get(3));
        if (!inner.matches() || !number.matches() || pipeline.negated()) throw Commands.unknown(pipeline);
        List<ShellLine.Pipeline> asked = ShellLine.pipelines(inner.group(1));
        if (asked.size() != 1 || !TOOLS.contains(name(asked.getFirst().commands().getFirst().getFirst()))) {
            throw Commands.unknown(pipeline);
        }
        var question = new StateQuestion();
        if (!question.readCommands(asked.getFirst()).isEmpty()) throw Commands.unknown(pipeline);
        return question.count(Integer.parseInt(number.group(1)), false);
    }

    private Command.Count read(ShellLine.Pipeline pipeline) {
        String number = readCommands(pipeline);
        if (!number.isEmpty()) {
            if (pipeline.negated()) throw Commands.unknown(pipeline);
            return count(Integer.parseInt(number), false);
        }
        if (!named) throw Commands.unknown(pipeline);
        return pipeline.negated() ? count(0, false) : count(1, true); // grep succeeds with one or more
    }

    /** Takes the filters in; answers the number that the count is compared with, empty without one. */
    private String readCommands(ShellLine.Pipeline pipeline) {
        boolean counted = false;
        String number = "";
        filter(pipeline.commands().getFirst());
        for (List<String> command : pipeline.commands().subList(1, pipeline.commands().size())) {
            String name = name(command.getFirst());
            String pattern = command.stream().skip(1).filter(word -> !word.startsWith("-")).findFirst().orElse("");
            Matcher compared = NUMBER.matcher(pattern);
            if (name.equals("wc") && command.contains("-l")) {
                counted = true;
            } else if (name.matches("grep|egrep|fgrep") && counted && compared.matches()) {
                number = compared.group(1);
            } else if (name.matches("grep|egrep|fgrep") && !counted && !command.contains("-v")) {
                if (!filtered(pattern)) throw Commands.unknown(pipeline);
                counted = command.contains("-c");
            } else if (!name.equals("cat") && !name.equals("sort")) {
                throw Commands.unknown(pipeline);
            }
        }
        return number;
    }

    /** What the tool itself leaves out: {@code ss state established}, {@code sockstat -p 8080}. */
    private void filter(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            String value = i + 1 < command.size() ? command.get(i + 1) : "";
            if (command.get(i).equals("state")) filtered(value);
            if (command.get(i).equals("-p") && value.matches("\\d{1,5}")) port = Integer.parseInt(value);
            Matcher found = PORT.matcher(command.get(i));
            if (found.matches() && !command.get(i).startsWith("-")) port = Integer.parseInt(found.group(1));
        }
    }

    private boolean filtered(String pattern) {
        String name = pattern.toUpperCase(Locale.ROOT).replace('-', '_').strip();
        if (STATES.containsKey(name)) {
            state = STATES.get(name);
            named = true;
            return true;
        }
        if (name.matches("TCP[46]*|UDP[46]*|\\^TCP.*|PACKETDRIL.*")) return true; // ours are the only ones
        if (name.matches("\\d{1,5}")) {
            port = Integer.parseInt(name);
            return true;
        }
        Matcher found = PORT.matcher(pattern.replace("\\", ""));
        if (!found.matches() || found.group(1).length() > 5) return false;
        port = Integer.parseInt(found.group(1));
        return true;
    }

    private Command.Count count(int number, boolean orMore) {
        return new Command.Count(state, port, number, orMore);
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
