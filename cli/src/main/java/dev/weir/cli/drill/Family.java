package dev.weir.cli.drill;

import dev.weir.lab.drill.Variant;
import dev.weir.lab.drill.script.Script;
import java.util.Collection;
import java.util.List;

/** The versions of IP that a script can be run over, by packetdrill's names. */
enum Family {
    IPV4("ipv4", 4, "IPv4"),
    IPV6("ipv6", 6, "IPv6"),
    /** IPv6 sockets with mapped addresses: IPv4 on the wire. */
    MAPPED("ipv4-mapped-ipv6", 4, "IPv4, mapped");

    private final String option;
    private final int version;
    private final String text;

    Family(String option, int version, String text) {
        this.option = option;
        this.version = version;
        this.text = text;
    }

    /**
     * Those that {@code script} runs over: the one it names, if that is wanted; else all that are wanted.
     *
     * @param wanted empty: whatever the script says, IPv4 where it says nothing
     */
    static List<Family> of(Script script, Collection<Family> wanted) {
        String named = script.options().get("ip_version");
        for (var family : values()) {
            if (family.option.equals(named)) return wanted.isEmpty() || wanted.contains(family) ? List.of(family) : List.of();
        }
        return wanted.isEmpty() ? List.of(IPV4) : List.copyOf(wanted);
    }

    Variant variant() {
        return Variant.plain(version);
    }

    String text() {
        return text;
    }
}
