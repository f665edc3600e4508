package dev.weir.lab.swarm;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.Impairment;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything about one run, made from one seed by {@link Drawing}.
 *
 * @param seed of what the run itself draws: losses, ports, initial numbers, payloads
 * @param topology what lies between the hosts
 * @param ipv6 which version of IP
 * @param mtu of the link
 * @param start where the sequence numbers begin
 * @param toServer what the road does
 * @param toClient what it does the other way
 * @param outages when nothing passes; in ascending order
 * @param hard the road may be so bad that connections are given up; still nothing may be wrong or be left behind
 */
public record Configuration(
        long seed,
        Topology topology,
        boolean ipv6,
        int mtu,
        Start start,
        Impairment toServer,
        Impairment toClient,
        List<Outage> outages,
        boolean hard,
        Machine client,
        Machine server,
        List<Conversation> conversations) {
    public Configuration {
        outages = List.copyOf(outages);
        conversations = List.copyOf(conversations);
    }

    /** What lies between clients and servers. */
    public enum Topology {
        /** Memory, with the road in front of the client; the server's link takes super-packets and finishes checksums. */
        MEMORY,
        /** One link, which is the road. */
        LINK,
        /** A router on each side of the road. */
        ROUTED,
        /** As ROUTED, with several clients and servers. */
        DUMBBELL;

        /** Hosts on each side. */
        int pairs() {
            return this == DUMBBELL ? 3 : 1;
        }
    }

    /** Whose rules a stack follows, and what was changed of them. */
    public record Machine(Profile profile, StackConfig config) {
        /** The groups that are not as the preset says. */
        public List<String> changed() {
            return Reductions.parts(this).entrySet().stream().filter(part -> !part.getValue().equals(config))
                    .map(Map.Entry::getKey).toList();
        }
    }

    /** The presets of {@link StackConfig}. */
    public enum Profile {
        LINUX, FREEBSD, RFC;

        StackConfig preset() {
            return switch (this) {
                case LINUX -> StackConfig.linux();
                case FREEBSD -> StackConfig.freebsd();
                case RFC -> StackConfig.rfc();
            };
        }
    }

    /** Nothing passes from {@code from} to {@code to}, counted from the beginning. */
    public record Outage(Duration from, Duration to) {}

    /**
     * Where the initial sequence numbers lie.
     *
     * @param whose of the client, of the server, or anywhere
     * @param beforeWrap how far below 2^32 the first connection's is
     */
    public record Start(Whose whose, int beforeWrap) {
        static final Start ANYWHERE = new Start(Whose.NOBODY, 0);

        /** Whose number is chosen. */
        public enum Whose { NOBODY, CLIENT, SERVER }
    }

    Configuration withRoad(Impairment toServer, Impairment toClient) {
        return new Configuration(seed, topology, ipv6, mtu, start, toServer, toClient, outages, hard, client, server,
                conversations);
    }

    Configuration withLink(Topology topology, boolean ipv6, int mtu, Start start) {
        return new Configuration(seed, topology, ipv6, mtu, start, toServer, toClient, outages, hard, client, server,
                conversations);
    }

    Configuration withOutages(List<Outage> outages) {
        return new Configuration(seed, topology, ipv6, mtu, start, toServer, toClient, outages, hard, client, server,
                conversations);
    }

    Configuration withMachines(Machine client, Machine server) {
        return new Configuration(seed, topology, ipv6, mtu, start, toServer, toClient, outages, hard, client, server,
                conversations);
    }

    public Configuration withConversations(List<Conversation> conversations) {
        return new Configuration(seed, topology, ipv6, mtu, start, toServer, toClient, outages, hard, client, server,
                conversations);
    }

    /** Bytes that all conversations send, both ways. */
    public long bytes() {
        long bytes = 0;
        for (var talk : conversations) bytes += talk.client().sendBytes() + talk.server().sendBytes();
        return bytes;
    }
}
