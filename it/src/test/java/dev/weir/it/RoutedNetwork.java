package dev.weir.it;

import dev.weir.io.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;

/**
 * A client, a router and a server, each in a network namespace of its own; the test and what it starts are the server.
 *
 * <pre>
 * client 10.1.0.2, fd01::2 --- 10.1.0.1, fd01::1 router 10.2.0.1, fd02::1 --- 10.2.0.2, fd02::2 server
 * </pre>
 */
final class RoutedNetwork implements AutoCloseable {
    static final String CLIENT = "10.1.0.2";
    static final String ROUTER = "10.1.0.1";
    static final String SERVER = "10.2.0.2";
    static final String SERVER_IPV6 = "fd02::2";

    private final Child router = namespace();
    private final Child client = namespace();

    private RoutedNetwork() throws Exception {
        try {
            wire();
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /** What a test does there. */
    @FunctionalInterface
    interface Body {
        void run(RoutedNetwork network) throws Throwable;
    }

    static void run(Body body) throws Throwable {
        NetworkNamespace.run(() -> {
            try (var network = new RoutedNetwork()) {
                body.run(network);
            }
        });
    }

    private static Child namespace() throws Exception {
        return Child.start("unshare", "-n", "sh", "-c", "ip link set lo up; echo ready >&2; exec sleep 600");
    }

    private void wire() throws Exception {
        router.line("ready");
        client.line("ready");
        String[] withoutDad = {"sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0"};
        Command.run(withoutDad); // addresses are usable at once
        router(withoutDad);
        client(withoutDad);
        String routerPid = String.valueOf(router.pid());
        Command.run("ip", "link", "set", "lo", "up");
        Command.run("ip", "link", "add", "s0", "type", "veth", "peer", "name", "r1", "netns", routerPid);
        in(client, "ip", "link", "add", "c0", "type", "veth", "peer", "name", "r0", "netns", routerPid);
        router("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        for (String words : List.of("r0 10.1.0.1/24", "r0 fd01::1/64", "r1 10.2.0.1/24", "r1 fd02::1/64")) {
            router(address(words.split(" ")[1], words.split(" ")[0]));
        }
        client(address("10.1.0.2/24", "c0"));
        client(address("fd01::2/64", "c0"));
        Command.run(address("10.2.0.2/24", "s0"));
        Command.run(address("fd02::2/64", "s0"));
        router("ip", "link", "set", "r0", "up");
        router("ip", "link", "set", "r1", "up");
        client("ip", "link", "set", "c0", "up");
        Command.run("ip", "link", "set", "s0", "up");
        client("ip", "route", "add", "default", "via", "10.1.0.1");
        client("ip", "-6", "route", "add", "default", "via", "fd01::1");
        Command.run("ip", "route", "add", "default", "via", "10.2.0.1");
        Command.run("ip", "-6", "route", "add", "default", "via", "fd02::1");
        // a device that has just come up loses the first packets of IPv6
        client("ping", "-q", "-i", "0.2", "-c", "1", "-w", "10", SERVER_IPV6);
    }

    private static String[] address(String address, String device) {
        return address.contains(":") ? new String[] {"ip", "addr", "add", address, "dev", device, "nodad"}
                : new String[] {"ip", "addr", "add", address, "dev", device};
    }

    private static String in(Child namespace, String... words) throws Exception {
        return Command.run(entered(namespace, words));
    }

    private static String[] entered(Child namespace, String... words) {
        var all = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(namespace.pid()), "-n"));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }

    /** Runs a command on the router; it must succeed. */
    String router(String... words) throws Exception {
        return in(router, words);
    }

    /** Runs a command at the client; it must succeed. */
    String client(String... words) throws Exception {
        return in(client, words);
    }

    /** Starts a command at the client; whoever starts it closes it. */
    Child startAtClient(String... words) throws Exception {
        return Child.start(entered(client, words));
    }

    /** What the router does with packets that it forwards. */
    void filter(String... rules) throws Exception {
        router("nft", "add table inet test; add chain inet test forward { type filter hook forward priority 0; }");
        for (String rule : rules) router("nft", "add rule inet test forward " + rule);
    }

    /** Runs weir at the client, without any capability. */
    Diagnosis powerlessDoctor(String... arguments) throws Exception {
        return Diagnosis.of(words -> {
            var all = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
            all.addAll(List.of(words));
            return entered(client, all.toArray(String[]::new));
        }, arguments);
    }

    /** Runs weir at the client. */
    Diagnosis doctor(String... arguments) throws Exception {
        return Diagnosis.of(words -> entered(client, words), arguments);
    }

    @Override
    public void close() {
        client.close();
        router.close();
    }
}
