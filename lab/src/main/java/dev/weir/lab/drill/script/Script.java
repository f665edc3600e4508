package dev.weir.lab.drill.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A script as it was read; {@code docs/scripts.md} describes the language. Immutable. */
public final class Script {
    private final String name;
    private final List<String> lines;
    private final Map<String, String> options;
    private final Map<String, String> settings;
    private final List<String> tags;
    private final List<Step> steps;
    private final List<Obstacle> obstacles;

    Script(String name, List<String> lines, Map<String, String> options, Map<String, String> settings,
            List<String> tags, List<Step> steps, List<Obstacle> obstacles) {
        this.name = name;
        this.lines = List.copyOf(lines);
        this.options = options;
        this.settings = settings;
        this.tags = List.copyOf(tags);
        this.steps = List.copyOf(steps);
        this.obstacles = List.copyOf(obstacles);
    }

    /**
     * @param name for messages, usually the file's
     * @throws ScriptError at the first mistake
     */
    public static Script parse(String name, String text) {
        return new Parser(name, text).script();
    }

    /** @throws ScriptError at the first mistake */
    public static Script read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readString(file));
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
        return !tags.isEmpty() || options.containsKey("profile") || !settings.isEmpty();
    }

    /** Whether it is meant for this version of IP, 4 or 6. */
    public boolean runsOver(int ipVersion) {
        String only = options.get("ip_version");
        return only == null || only.equals("ipv" + ipVersion);
    }

    /** {@code --name=value} lines; not those that {@link #settings} has. */
    public Map<String, String> options() {
        return options;
    }

    /** {@code --config=key=value} lines, in their order. */
    public Map<String, String> settings() {
        return settings;
    }

    public List<Step> steps() {
        return steps;
    }

    /** A line as written, without blanks at its end; empty beyond the last. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).stripTrailing() : "";
    }
}
