package dev.weir.lab.drill.script;

import dev.weir.lab.drill.script.Command.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What command lines mean here. None is ever run: settings change the stack's configuration, questions about states
 * become counts, what only prepares a machine is passed over, and all else is not applicable.
 */
final class Commands {
    /** They prepare or tidy a machine, and no packet tells. */
    private static final Set<String> HARMLESS = Set.of("true", ":", "echo", "printf", "rm", "kldload", "kldstat",
            "modprobe", "ethtool", "dmesg", "tcpdump", "date", "uname", "cd", "export", "logger", "dd", "touch", "mkdir", "chmod", "sync",
            "tcpdrop"); // which is only known at the end of a script
    private static final Pattern RESTORE = Pattern.compile("(/tmp/)?sysctl_restore_.*\\.sh");
    private static final Pattern PROC_FILE = Pattern.compile("/proc/sys/(.+)");
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s)?");

    private Commands() {}

    /** @throws NotApplicable naming the first part that means nothing here */
    static Command meaning(String text) {
        var effects = new ArrayList<Effect>();
        for (ShellLine.Pipeline pipeline : ShellLine.pipelines(text)) effects.addAll(effects(pipeline));
        return new Command(text, List.copyOf(effects));
    }

    private static List<? extends Effect> effects(ShellLine.Pipeline pipeline) {
        var question = StateQuestion.of(pipeline);
        if (question != null) return List.of(question);
        List<String> words = pipeline.commands().getFirst();
        String file = words.getFirst();
        String name = file.substring(file.lastIndexOf('/') + 1);
        List<String> arguments = words.subList(1, words.size());
        boolean alone = pipeline.commands().size() == 1 && !pipeline.negated();
        boolean toProc = pipeline.output() != null && PROC_FILE.matcher(pipeline.output()).matches();
        if (alone && toProc && name.equals("echo")) {
            return SystemSettings.of(pipeline.output().substring("/proc/sys/".length()) + "="
                    + String.join(" ", arguments));
        }
        if (alone && (HARMLESS.contains(name) || RESTORE.matcher(file).matches())) {
            return List.of();
        }
        return switch (alone ? name : "") {
            case "defaults.sh" -> SystemSettings.ofDefaults();
            case "sysctl" -> arguments.stream().filter(word -> !word.startsWith("-"))
                    .flatMap(word -> SystemSettings.of(word).stream()).toList();
            case "set_sysctls.py" -> arguments.stream().flatMap(word -> {
                Matcher proc = PROC_FILE.matcher(word);
                return SystemSettings.of(proc.matches() ? proc.group(1) : word).stream();
            }).toList();
            case "nstat" -> none(pipeline, arguments.isEmpty() || arguments.equals(List.of("-n")));
            case "tc" -> none(pipeline, arguments.contains("qdisc") && !shapes(arguments));
            case "ip" -> ofIp(pipeline, arguments);
            case "ifconfig" -> linkMtu(pipeline, arguments);
            case "setkey" -> throw Unclaimed.MD5.obstacle();
            default -> throw unknown(pipeline);
        };
    }

    /** Whether a queue delays or drops what the stack sends. */
    private static boolean shapes(List<String> arguments) {
        int limit = arguments.indexOf("limit");
        return arguments.stream().anyMatch(Set.of("netem", "tbf", "htb", "police")::contains)
                || limit >= 0 && limit + 1 < arguments.size() && arguments.get(limit + 1).matches("\\d?\\d");
    }

    private static List<Effect> none(ShellLine.Pipeline pipeline, boolean harmless) {
        if (!harmless) throw unknown(pipeline);
        return List.of();
    }

    private static List<Effect> ofIp(ShellLine.Pipeline pipeline, List<String> arguments) {
        List<String> words = arguments.stream().filter(word -> !word.startsWith("-")).toList();
        String object = words.isEmpty() ? "" : words.getFirst();
        if (object.startsWith("tcp_m") || object.startsWith("netns") && words.contains("list")) return List.of();
        if (object.equals("link") || object.equals("l")) return linkMtu(pipeline, words);
        if (object.startsWith("ro") || object.equals("r")) return ofRoute(pipeline, words);
        throw unknown(pipeline);
    }

    private static List<Effect> linkMtu(ShellLine.Pipeline pipeline, List<String> words) {
        int at = words.indexOf("mtu");
        if (at < 0 || at + 1 >= words.size() || !words.get(at + 1).matches("\\d{2,5}")) throw unknown(pipeline);
        return List.of(new Command.LinkMtu(Integer.parseInt(words.get(at + 1))));
    }

    /** Metrics of the route to the peer. */
    private static List<Effect> ofRoute(ShellLine.Pipeline pipeline, List<String> words) {
        if (words.contains("show") || words.contains("flush") || words.contains("get")) return List.of();
        var effects = new ArrayList<Effect>();
        for (int i = 1; i < words.size(); i++) {
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (words.get(i)) {
                case "initcwnd" -> effects.add(new Command.Setting("tcp.congestion.initialWindowSegments", value));
                case "advmss" -> effects.add(new Command.Setting("tcp.options.maximumMss", value));
                case "rto_min" -> effects.add(new Command.Setting("tcp.rto.granularity", duration(pipeline, value)));
                case "congctl" -> CongestionNames.demandKnown(value);
                case "features" -> {
                    if (!value.equals("ecn")) throw unknown(pipeline);
                    effects.add(new Command.Setting("tcp.ecn.ask", "classic"));
                    effects.add(new Command.Setting("tcp.ecn.accept", "classic"));
                }
                case "initrwnd", "quickack", "mtu", "rtt", "rttvar", "cwnd", "ssthresh", "reordering", "window",
                        "hoplimit", "fastopen_no_cookie", "blackhole", "unreachable", "prohibit", "encap" ->
                    throw new NotApplicable("ip route: " + words.get(i));
                default -> { } // where it goes, which is to the peer
            }
        }
        return effects;
    }

    private static String duration(ShellLine.Pipeline pipeline, String value) {
        Matcher duration = DURATION.matcher(value);
        if (!duration.matches()) throw unknown(pipeline);
        return duration.group(1) + (duration.group(2) == null ? "ms" : duration.group(2));
    }

    static NotApplicable unknown(ShellLine.Pipeline pipeline) {
        String text = pipeline.text();
        return new NotApplicable("command '" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "'");
    }
}
