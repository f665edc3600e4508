package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;

/** A command line taken apart: pipelines, each of simple commands, each of words without their quotes. */
final class ShellLine {
    /**
     * @param commands at least one, each with at least one word
     * @param negated whether {@code !} stands in front
     * @param output the file that its output goes to, null for none
     * @param text as written
     */
    record Pipeline(List<List<String>> commands, boolean negated, String output, String text) {}

    private final String text;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private String output;
    private int start;
    private int at;

    private ShellLine(String text) {
        this.text = text;
    }

    static List<Pipeline> pipelines(String text) {
        var line = new ShellLine(text.replace("\\\n", " "));
        line.read();
        return line.pipelines;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean blank = c == ' ' || c == '\t' || c == '\r';
            if (blank) {
                at++;
            } else if (c == '\n' || c == ';') {
                endPipeline();
                at++;
            } else if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') at++;
            } else if (text.startsWith("&&", at) || text.startsWith("||", at)) {
                endPipeline();
                at += 2;
                start = at;
            } else if (c == '|') {
                endCommand();
                at++;
            } else if (c == '>' || text.startsWith("2>", at) || text.startsWith("&>", at)) {
                redirection();
            } else if (c == '&') {
                endPipeline();
                at++;
            } else {
                words.add(word());
            }
        }
        endPipeline();
    }

    private void redirection() {
        boolean errors = text.charAt(at) == '2';
        while (at < text.length() && "2>&".indexOf(text.charAt(at)) >= 0) at++;
        while (at < text.length() && text.charAt(at) == ' ') at++;
        boolean toDescriptor = at < text.length() && Character.isDigit(text.charAt(at)) || at == text.length();
        String target = toDescriptor && at < text.length() ? "" + text.charAt(at++) : at < text.length() ? word() : "";
        if (!errors && !toDescriptor && !target.equals("/dev/null")) output = target;
    }

    private String word() {
        var word = new StringBuilder();
        int depth = 0;
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                    continue;
                }
                if (c == '\\' && quote == '"' && at + 1 < text.length()) c = text.charAt(++at);
            } else if (c == '"' || c == '\'') {
                if (depth == 0) {
                    quote = c;
                    continue;
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            } else if (depth <= 0 && " \t\r\n;|&>".indexOf(c) >= 0) {
                break;
            }
            word.append(c);
        }
        return word.toString();
    }

    private void endCommand() {
        if (!words.isEmpty()) commands.add(List.copyOf(words));
        words = new ArrayList<>();
    }

    private void endPipeline() {
        endCommand();
        if (!commands.isEmpty()) {
            boolean negated = commands.getFirst().getFirst().equals("!");
            if (negated) {
                List<String> first = commands.getFirst();
                commands.set(0, first.size() > 1 ? first.subList(1, first.size()) : List.of(":"));
            }
            String written = text.substring(start, Math.min(at, text.length())).strip();
            pipelines.add(new Pipeline(List.copyOf(commands), negated, output, written));
        }
        commands = new ArrayList<>();
        output = null;
        start = at + 1;
    }
}
