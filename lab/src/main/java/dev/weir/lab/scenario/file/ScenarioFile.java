package dev.weir.lab.scenario.file;

import dev.weir.lab.net.Network;
import dev.weir.lab.net.Router;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.Truth;
import dev.weir.lab.scenario.toml.Document;
import dev.weir.lab.scenario.toml.Section;
import dev.weir.lab.scenario.toml.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the format that {@code docs/scenarios.md} describes. */
public final class ScenarioFile {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final String SUFFIX = ".toml";

    private ScenarioFile() {}

    /**
     * The scenario of a file; its name is that of the file, without {@code .toml}.
     *
     * @throws UnreadableFile if something in it is wrong; every mistake is told
     */
    public static Scenario read(Path file) throws IOException {
        String name = file.getFileName().toString();
        return parse(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                file.toString(), Files.readString(file));
    }

    /**
     * @param name of the scenario
     * @param file how to name the text to a person
     * @throws UnreadableFile if something in it is wrong; every mistake is told
     */
    public static Scenario parse(String name, String file, String text) {
        return Document.read(file, text, section -> scenario(name, section));
    }

    private static Scenario scenario(String name, Section file) {
        var builder = Scenario.named(name).title(file.text("title")).text(file.text("description", "").strip())
                .duration(duration(file)).seed(file.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE));
        var nodes = new Nodes();
        for (var host : file.sections("host")) {
            String hostName = nodes.add(host);
            var how = HostReader.read(host);
            if (!hostName.isEmpty()) builder.host(hostName, how);
        }
        for (var router : file.sections("router")) {
            String routerName = nodes.add(router);
            var addresses = HostReader.addresses(router);
            boolean silent = router.flag("silent", false);
            builder.network(net -> net.router(routerName, addresses));
            if (silent) builder.network(net -> net.at(Duration.ZERO, ScenarioFile.silencing(routerName)));
        }
        for (var box : file.sections("box")) {
            String boxName = nodes.add(box);
            var habit = BoxReader.read(box);
            builder.network(net -> net.box(boxName, habit.get()));
        }
        for (var link : file.sections("link")) LinkReader.read(link, nodes, builder);
        for (var route : file.sections("route")) RouteReader.read(route, nodes, builder);
        for (var change : file.sections("change")) ChangeReader.read(change, nodes, builder);
        for (var flood : file.sections("flood")) FloodReader.read(flood, nodes, builder);
        var flows = file.sections("flow");
        if (flows.isEmpty()) file.problem("a scenario needs at least one [[flow]]");
        for (int i = 0; i < flows.size(); i++) builder.flow(FlowReader.read(flows.get(i), i, nodes));
        builder.truth(file.section("truth").map(ScenarioFile::truth).orElse(Truth.NOTHING_WRONG));
        try {
            var scenario = builder.build();
            if (!file.hasProblems()) scenario.check();
            return scenario;
        } catch (IllegalArgumentException e) {
            file.problem(e.getMessage());
            return null; // forgotten: there is a problem
        }
    }

    private static Consumer<Network> silencing(String name) {
        return net -> {
            if (net.node(name) instanceof Router router) router.silence();
        };
    }

    private static Duration duration(Section file) {
        var duration = file.time("duration", Duration.ofSeconds(60));
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            file.problem("duration", "duration must be up to 1 day");
        }
        return duration;
    }

    private static Truth truth(Section truth) {
        String fault = truth.text("fault");
        if (!fault.matches("[A-Z][A-Z0-9_]*")) truth.problem("fault", "fault is a name such as FIREWALL_DROP");
        var side = truth.choice("side", Truth.Party.NOBODY, words(Truth.Party.values()));
        return new Truth(fault, (int) truth.integer("number", 0, 0, 9999), side, truth.text("at", ""),
                truth.texts("see"));
    }

    /** Each constant by its name in small letters, with hyphens. */
    static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        var words = new LinkedHashMap<String, E>();
        Arrays.stream(constants).forEach(each -> words.put(each.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                each));
        return words;
    }
}
