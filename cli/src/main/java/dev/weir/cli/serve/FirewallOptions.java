package dev.weir.cli.serve;

import dev.weir.cli.network.CidrConverter;
import dev.weir.cli.network.Firewall;
import dev.weir.wire.Cidr;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who may connect. */
final class FirewallOptions {
    @Option(names = "--allow", paramLabel = "CIDR", converter = CidrConverter.class,
            description = "Let in these addresses, and no others: 10.0.0.0/8. Repeatable.")
    private List<Cidr> allow = new ArrayList<>();

    @Option(names = "--deny", paramLabel = "CIDR", converter = CidrConverter.class,
            description = "Keep out these addresses, whatever --allow says. Repeatable.")
    private List<Cidr> deny = new ArrayList<>();

    @Option(names = "--max-connections", paramLabel = "N", description = "At most so many connections at a time.")
    private Integer maxConnections;

    @Option(names = "--max-per-address", paramLabel = "N", description = "At most so many at a time from one address.")
    private Integer maxPerAddress;

    @Option(names = "--reject", description = "Answer who is kept out with a reset, instead of silence.")
    private boolean reject;

    /** @throws TypeConversionException if a number makes no sense */
    Firewall.Rules rules() {
        return new Firewall.Rules(allow, deny, limit("--max-connections", maxConnections),
                limit("--max-per-address", maxPerAddress), reject);
    }

    private static int limit(String name, Integer value) {
        if (value == null) return 0;
        if (value < 1) throw new TypeConversionException(name + " must be 1 or more, not " + value);
        return value;
    }
}
