package dev.weir.doctor.visit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to examine.
 *
 * @param family which IP versions will do
 * @param maxTime for all of it, the idle time not counted
 * @param connectTimeout for one attempt: long enough for a neighbour that does not answer to be given up (3 s on Linux)
 * @param nameServers to ask instead of those of {@code resolvConf}; empty for those
 * @param authorities PEM file of those to believe; empty for this Java's
 * @param serverName to ask and check in TLS, instead of the host
 * @param idle how long to leave a connection alone; zero for no such test
 * @param experiments try SYNs made by hand even where nothing has failed
 */
public record Options(
        Family family, Duration maxTime, Duration connectTimeout, List<InetSocketAddress> nameServers, Path resolvConf,
        Path hostsFile, Optional<Path> authorities, Optional<String> serverName, Duration idle,
        boolean experiments) {
    /** IP versions. */
    public enum Family {
        ANY, IPV4, IPV6;

        public boolean allows(boolean ipv6) {
            return this == ANY || ipv6 == (this == IPV6);
        }
    }

    public Options {
        nameServers = List.copyOf(nameServers);
    }

    public static Options usual() {
        return new Options(Family.ANY, Duration.ofSeconds(20), Duration.ofMillis(3500), List.of(),
                Path.of("/etc/resolv.conf"), Path.of("/etc/hosts"), Optional.empty(), Optional.empty(), Duration.ZERO,
                false);
    }

    /** Name servers were given by hand: nobody else is asked. */
    public boolean hasOwnResolver() {
        return !nameServers.isEmpty() || !resolvConf.equals(usual().resolvConf);
    }
}
