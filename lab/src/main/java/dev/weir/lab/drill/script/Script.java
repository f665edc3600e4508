package dev.weir.lab.drill.script;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A script as it was read; {@code docs/scripts.md} describes the language. Immutable. */
public final class Script {
    private final String name;
    private final List<String> lines;
    private final Options options;
    private final List<String> tags;
    private final List<Step> steps;
    private final List<Obstacle> obstacles;

    Script(String name, List<String> lines, Options options, List<String> tags, List<Step> steps,
            List<Obstacle> obstacles) {
        this.name = name;
        this.lines = List.copyOf(lines);
        this.options = options;
        this.tags = List.copyOf(tags);
        this.steps = List.copyOf(steps);
        this.obstacles = List.copyOf(obstacles);
    }

    /**
     * @param name for messages, usually the file's
     * @throws ScriptError at the first mistake
     */
    public static Script parse(String name, String text) {
        return parse(name, text, Map.of());
    }

    /**
     * @param definitions what {@code -D NAME=VALUE} says; they go before those of the script
     * @throws ScriptError at the first mistake
     */
    public static Script parse(String name, String text, Map<String, String> definitions) {
        return new Parser(name, text, definitions).script();
    }

    /** @throws ScriptError at the first mistake */
    public static Script read(Path file) throws IOException {
        return parse(file.getFileName().toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    public String name() {
        return name;
    }

    /** Words of its {@code @rfc} comments: sections and identifiers of requirements. */
    public List<String> tags() {
        return tags;
    }

    /**
     * What keeps it from being judged here, in the order of its lines; empty if nothing that can be seen before it
     * runs.
     */
    public List<Obstacle> obstacles() {
        return obstacles;
    }

    /**
     * Whether it was written for this runner and is judged to the nanosecond: it has an {@code @rfc} comment, or says
     * {@code --profile} or {@code --config}. Other scripts have the tolerances that packetdrill gives them.
     */
    public boolean isExact() {
        return !tags.isEmpty() || options.values.containsKey("profile")
                || !options.settings.isEmpty();
    }

    /** Whether it is meant for this version of IP, 4 or 6. */
    public boolean runsOver(int ipVersion) {
        String only = options.values.get("ip_version");
        return only == null || only.equals("ipv" + ipVersion) || isMapped() && ipVersion == 4;
    }

    /** Whether it uses IPv4 through IPv6 sockets: {@code --ip_version=ipv4-mapped-ipv6}. */
    public boolean isMapped() {
        return "ipv4-mapped-ipv6".equals(options.values.get("ip_version"));
    }

    /** {@code --tolerance_percent}, if it is said. */
    public Optional<BigDecimal> tolerancePercent() {
        return Optional.ofNullable(options.tolerancePercent());
    }

    /** {@code --name=value} lines; not those that {@link #settings} has. */
    public Map<String, String> options() {
        return options.values;
    }

    /** {@code --config=key=value} lines, in their order. */
    public Map<String, String> settings() {
        return options.settings;
    }

    public List<Step> steps() {
        return steps;
    }

    /** A line as written, without blanks at its end; empty beyond the last. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).stripTrailing() : "";
    }
}
