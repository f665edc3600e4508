package dev.weir.doctor.name;

import dev.weir.doctor.visit.Resolution;
import dev.weir.doctor.visit.Resolution.Answer;
import dev.weir.doctor.visit.Resolution.Reply;
import dev.weir.doctor.visit.Resolution.Source;
import dev.weir.doctor.visit.Visit;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Finds the addresses of the target: literal, hosts file, then every name server for both families at once. What this
 * system's programs would be told otherwise (mDNS, a directory) is asked last, and only where no other servers were
 * demanded.
 */
public final class ResolveStep {
    private static final long SERVER_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);
    /** So long the other servers have after the first one has said all. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long SYSTEM_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Visit visit;
    private final long began;
    private List<InetSocketAddress> servers = List.of();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();

    private ResolveStep(Visit visit) {
        this.visit = visit;
        this.began = visit.nowNanos();
    }

    public static Resolution take(Visit visit) throws InterruptedException {
        return visit.add(new ResolveStep(visit).resolve(visit.target().host()));
    }

    private Resolution resolve(String name) throws InterruptedException {
        try {
            return found(Source.LITERAL, List.of(IpAddress.parse(name.replaceFirst("%.*", ""))));
        } catch (IllegalArgumentException e) {
            // a name, then
        }
        var inFile = HostsFile.find(visit.options().hostsFile(), name);
        if (!inFile.isEmpty()) return found(Source.HOSTS_FILE, inFile);
        var addresses = askServers(name);
        if (!addresses.isEmpty()) return found(Source.NAME_SERVER, addresses);
        if (visit.options().hasOwnResolver()) return found(Source.NOBODY, List.of());
        addresses = askSystem(name);
        return found(addresses.isEmpty() ? Source.NOBODY : Source.SYSTEM, addresses);
    }

    private Resolution found(Source source, List<IpAddress> addresses) {
        var wanted = addresses.stream().filter(address -> visit.options().family().allows(address.isIpv6())).toList();
        return new Resolution(visit.target().host(), source, inClientOrder(wanted), servers, List.copyOf(answers),
                began, visit.nowNanos() - began);
    }

    /** The families by turns, IPv6 first (RFC 8305 4). */
    private static List<IpAddress> inClientOrder(List<IpAddress> addresses) {
        var ipv6 = new ArrayList<>(addresses.stream().filter(IpAddress::isIpv6).toList());
        var ipv4 = new ArrayList<>(addresses.stream().filter(IpAddress::isIpv4).toList());
        var ordered = new ArrayList<IpAddress>();
        while (!ipv6.isEmpty() || !ipv4.isEmpty()) {
            if (!ipv6.isEmpty()) ordered.add(ipv6.removeFirst());
            if (!ipv4.isEmpty()) ordered.add(ipv4.removeFirst());
        }
        return ordered;
    }

    private List<IpAddress> askServers(String name) throws InterruptedException {
        ResolverSettings settings;
        try {
            var file = visit.options().resolvConf();
            settings = Files.exists(file) ? ResolverSettings.read(file)
                    : ResolverSettings.parse(List.of());
        } catch (IOException e) {
            settings = ResolverSettings.parse(List.of());
        }
        if (!visit.options().nameServers().isEmpty()) settings = settings.withServers(visit.options().nameServers());
        servers = settings.servers();
        for (String candidate : settings.candidates(name)) {
            if (!DnsMessage.isAskable(candidate)) continue;
            var addresses = askAll(candidate);
            if (!addresses.isEmpty()) return addresses;
        }
        return List.of();
    }

    /** Addresses by the first server in the list that has some. */
    private List<IpAddress> askAll(String name) throws InterruptedException {
        long timeout = visit.atMost(SERVER_NANOS);
        var first = new ArrayList<Thread>();
        var others = new ArrayList<Thread>();
        for (var server : servers) {
            for (boolean ipv6 : new boolean[] {false, true}) {
                if (!visit.options().family().allows(ipv6)) continue;
                var thread = Thread.ofVirtual().name("weir-dns")
                        .start(() -> answers.add(new NameServer(server).ask(name, ipv6, timeout)));
                (server == servers.getFirst() ? first : others).add(thread);
            }
        }
        for (var thread : first) thread.join();
        boolean enough = answers.stream().anyMatch(answer -> answer.asked().equals(name)
                && answer.reply() != Reply.SILENT
                && answer.server().equals(servers.getFirst()));
        long until = System.nanoTime() + (enough ? GRACE_NANOS : timeout);
        for (var thread : others) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        }
        for (var server : servers) {
            var found = new LinkedHashSet<IpAddress>();
            for (var answer : answers) {
                if (answer.server().equals(server) && answer.asked().equals(name)) found.addAll(answer.addresses());
            }
            if (!found.isEmpty()) return List.copyOf(found);
        }
        return List.of();
    }

    /** The resolver of the C library may wait long: nobody waits for it longer than for others. */
    private List<IpAddress> askSystem(String name) throws InterruptedException {
        var found = new ConcurrentLinkedQueue<IpAddress>();
        var thread = Thread.ofPlatform().daemon().name("weir-resolver").start(() -> {
            try {
                for (var address : InetAddress.getAllByName(name)) found.add(IpAddress.of(address));
            } catch (UnknownHostException e) {
                // nobody knows it
            }
        });
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(visit.atMost(SYSTEM_NANOS))));
        return List.copyOf(found);
    }
}
