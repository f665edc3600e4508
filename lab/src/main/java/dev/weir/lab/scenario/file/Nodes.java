package dev.weir.lab.scenario.file;

import dev.weir.lab.scenario.toml.Nearest;
import dev.weir.lab.scenario.toml.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of hosts, routers and boxes, to which other sections refer. */
final class Nodes {
    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Set<String> boxes = new LinkedHashSet<>();

    /** The name of a new node; empty if it has none of its own. */
    String add(Section node) {
        String name = name(node, node.text("name"));
        if (!name.isEmpty() && !all.add(name)) {
            node.problem("name", "two nodes are named " + name);
            return "";
        }
        if (node.name().equals("[[host]]")) hosts.add(name);
        if (node.name().equals("[[box]]")) boxes.add(name);
        return name;
    }

    /** As it is, but refused if it could not stand in a comparison. */
    static String name(Section section, String name) {
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9_-]+")) {
            section.problem("name", "a name has letters, digits, - and _, not '" + name + "'");
        }
        return name;
    }

    /** A host that a section refers to. */
    String host(Section section, String key, String fallback) {
        String name = section.text(key, fallback);
        if (!name.isEmpty()) check(section, key, name, hosts, "host");
        else section.problem(section.name() + " needs " + key + " = \"...\", one of " + String.join(", ", hosts));
        return name;
    }

    /** A box that a section refers to. */
    String box(Section section, String key) {
        String name = section.text(key);
        check(section, key, name, boxes, "[[box]]");
        return name;
    }

    /** Any node that a section refers to. */
    String node(Section section, String key) {
        String name = section.text(key);
        if (!name.isEmpty()) check(section, key, name, all, "node");
        return name;
    }

    /** The two ends of a link that a section refers to; empty if they are not two. */
    List<String> pair(Section section, String key) {
        var names = section.texts(key);
        if (names.size() != 2) {
            section.problem(key, section.name() + " needs " + key + " = [\"one\", \"other\"]: two nodes");
            return List.of();
        }
        for (String name : names) check(section, key, name, all, "node");
        return names;
    }

    /** Nodes that a section refers to. */
    List<String> several(Section section, String key) {
        var names = section.texts(key);
        for (String name : names) check(section, key, name, all, "node");
        return names;
    }

    private static void check(Section section, String key, String name, Set<String> known, String kind) {
        if (known.contains(name)) return;
        section.problem(key, "no " + kind + " is named " + name + Nearest.hint(name, known)
                + " (there are: " + String.join(", ", known) + ")");
    }
}
