package dev.weir.lab.drill.script;

import dev.weir.lab.drill.script.Command.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What sysctl settings mean for a stack, by the reviewed table in {@code settings.txt}. */
final class SystemSettings {
    private static final String TABLE = "settings.txt";
    private static final String DEFAULTS = "defaults.sh";
    private static final long LEAST_BUFFER = 2048;
    private static final long MOST_BUFFER = 1 << 30;

    private record Row(String kind, List<String> arguments) {}

    private static final Map<String, Row> ROWS = new HashMap<>();
    private static final List<String> DEFAULT_ASSIGNMENTS = new ArrayList<>();

    static {
        for (String line : table().lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) continue;
            String[] words = line.split("\\s+");
            if (words[0].equals(DEFAULTS)) {
                DEFAULT_ASSIGNMENTS.add(line.substring(DEFAULTS.length()).strip());
            } else {
                ROWS.put(words[0], new Row(words[1], List.of(words).subList(2, words.length)));
            }
        }
    }

    private SystemSettings() {}

    private static String table() {
        try (InputStream in = SystemSettings.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> names() {
        return ROWS.keySet();
    }

    /** What the script that most tests of Linux begin with sets. */
    static List<Setting> ofDefaults() {
        return DEFAULT_ASSIGNMENTS.stream().flatMap(assignment -> of(assignment).stream()).toList();
    }

    /**
     * @param assignment {@code name=value}; a name alone only asks and means nothing
     * @throws NotApplicable for an unknown name, or a value that is not supported
     */
    static List<Setting> of(String assignment) {
        int equals = assignment.indexOf('=');
        String name = (equals < 0 ? assignment : assignment.substring(0, equals)).strip().replace('/', '.');
        String value = equals < 0 ? null : ShellArithmetic.resolved(assignment.substring(equals + 1)).strip();
        Row row = ROWS.get(name);
        if (row == null) throw new NotApplicable("sysctl " + name);
        if (value == null || row.kind().equals("none")) return List.of();
        return settings(name, row, value);
    }

    private static List<Setting> settings(String name, Row row, String value) {
        var refusal = new NotApplicable("sysctl " + name + "=" + value);
        String key = row.arguments().isEmpty() ? "" : row.arguments().getFirst();
        return switch (row.kind()) {
            case "congestion" -> {
                CongestionNames.demandKnown(value);
                yield List.of();
            }
            case "usual" -> {
                if (!allows(key, value)) throw refusal;
                yield List.of();
            }
            case "feature" -> {
                List<String> words = row.arguments();
                if (allows(words.get(1), value)) yield List.of();
                boolean isOther = words.size() > 3 && allows(words.get(3), value);
                throw Unclaimed.valueOf(isOther ? words.get(2) : key).obstacle();
            }
            case "choice" -> choice(row, value, refusal);
            case "count" -> {
                boolean isPreset = row.arguments().size() > 2 && allows(row.arguments().get(2), value);
                yield isPreset ? List.of() : List.of(new Setting(key, "" + number(value, refusal)));
            }
            case "bytes" -> {
                boolean isPreset = row.arguments().size() > 2 && allows(row.arguments().get(2), value);
                yield isPreset ? List.of() : List.of(new Setting(key, "" + buffer(number(value, refusal))));
            }
            case "last" -> {
                String[] numbers = value.split("\\s+");
                yield List.of(new Setting(key, "" + buffer(number(numbers[numbers.length - 1], refusal))));
            }
            case "flag" -> List.of(new Setting(key, "" + (number(value, refusal) != 0)));
            case "off" -> number(value, refusal) == 0 ? List.of() : List.of(new Setting(key, "false"));
            case "text" -> List.of(new Setting(key, value));
            case "fast-open" -> fastOpen(number(value, refusal));
            case "seconds" -> List.of(new Setting(key, number(value, refusal) + "s"));
            case "millis" -> List.of(new Setting(key, number(value, refusal) + "ms"));
            case "micros" -> List.of(new Setting(key, number(value, refusal) + "us"));
            case "twice" -> List.of(new Setting(key, 2 * number(value, refusal) + "ms"));
            case "window-and-timestamps" -> {
                long which = number(value, refusal);
                yield List.of(new Setting("tcp.options.windowScaling", "" + (which == 1 || which == 2)),
                        new Setting("tcp.options.timestamps", "" + (which == 1 || which == 3)));
            }
            default -> throw new IllegalStateException(TABLE + ": " + name + " " + row.kind());
        };
    }

    /** The settings behind this value; or the feature that it asks for, and that is not claimed. */
    private static List<Setting> choice(Row row, String value, NotApplicable refusal) {
        for (String each : row.arguments()) {
            int colon = each.indexOf(':');
            if (!allows(each.substring(0, colon), value)) continue;
            String meaning = each.substring(colon + 1);
            if (!meaning.contains("=")) throw Unclaimed.valueOf(meaning).obstacle();
            return Arrays.stream(meaning.split(",")).map(setting -> setting.split("="))
                    .map(setting -> new Setting(setting[0], setting[1])).toList();
        }
        throw refusal;
    }

    /** TFO_CLIENT_ENABLE and so on; where listeners need not ask, many connections may be pending. */
    private static List<Setting> fastOpen(long bits) {
        String fastOpen = "tcp.fastOpen.";
        return List.of(new Setting(fastOpen + "client", "" + ((bits & 1) != 0)),
                new Setting(fastOpen + "server", "" + ((bits & 2) != 0)),
                new Setting(fastOpen + "clientWithoutCookie", "" + ((bits & 4) != 0)),
                new Setting(fastOpen + "serverWithoutCookie", "" + ((bits & 0x200) != 0)),
                new Setting(fastOpen + "pending", (bits & 0x400) != 0 ? "4096" : "0"));
    }

    /** As much as a buffer of ours can have. */
    private static long buffer(long bytes) {
        return Math.clamp(bytes, LEAST_BUFFER, MOST_BUFFER);
    }

    private static boolean allows(String values, String value) {
        return List.of(values.split(",")).contains(value);
    }

    private static long number(String value, NotApplicable refusal) {
        if (!value.matches("-?\\d{1,18}|0x[0-9a-fA-F]{1,15}")) throw refusal;
        return value.startsWith("0x") ? Long.decode(value) : Long.parseLong(value);
    }
}
