package dev.weir.doctor.reach;

import dev.weir.doctor.visit.PortMapping;
import dev.weir.doctor.visit.Visit;
import dev.weir.doctor.visit.Way;
import dev.weir.io.os.SocketUser;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a port of this host leads that Docker's proxy holds, and whether somebody listens there. Who listens inside can be
 * seen by root only.
 */
public final class MappingStep {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String PROXY = "docker-proxy";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String LOOPBACK = "0100007F"; // as the kernel prints 127.0.0.1 on little-endian machines
    private static final String LISTEN = "0A";

    private MappingStep() {}

    /** On a platform thread: it waits inside the kernel. */
    public static Optional<PortMapping> take(Visit visit, IpAddress address) throws IOException {
        if (visit.way(address).filter(Way::isLocal).isEmpty()) return Optional.empty();
        long began = visit.nowNanos();
        int port = visit.target().port();
        var user = SocketUser.ofPort(port).filter(who -> who.command().startsWith(PROXY) && who.pid().isPresent());
        if (user.isEmpty()) return Optional.empty();
        var words = List.of(Files.readString(PROCESSES.resolve(user.get().pid().getAsLong() + "/cmdline")).split("\0"));
        var inner = after(words, "-container-ip").map(IpAddress::parse);
        var innerPort = after(words, "-container-port").filter(word -> word.matches("[0-9]{1,5}"))
                .map(Integer::valueOf);
        if (inner.isEmpty() || innerPort.isEmpty()) return Optional.empty();
        var to = new InetSocketAddress(inner.get().toInetAddress(), innerPort.get());
        var end = ConnectProbe.USUAL.connect(to, visit.atMost(PATIENCE_NANOS)).end();
        return Optional.of(visit.add(new PortMapping(user.get().toString(), port, inner.get(), innerPort.get(), end,
                listensAtLoopback(inner.get(), innerPort.get()), began, visit.nowNanos() - began)));
    }

    private static Optional<String> after(List<String> words, String option) {
        int at = words.indexOf(option);
        return at < 0 || at + 1 == words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    /** In the network namespace that has this address, of those that can be looked into. */
    private static boolean listensAtLoopback(IpAddress inner, int port) {
        var seen = new HashSet<Path>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (namespace(process).filter(seen::add).isPresent() && has(process, inner)) {
                    return listens(process, port);
                }
            }
        } catch (IOException e) {
            // no /proc: nobody can tell
        }
        return false;
    }

    private static Optional<Path> namespace(Path process) {
        try {
            return Optional.of(Files.readSymbolicLink(process.resolve("ns/net")));
        } catch (IOException e) {
            return Optional.empty(); // another user's, or it has just ended
        }
    }

    private static boolean has(Path process, IpAddress address) {
        return lines(process.resolve("net/fib_trie")).stream().anyMatch(line -> line.endsWith(" " + address));
    }

    private static boolean listens(Path process, int port) {
        String local = LOOPBACK + String.format(Locale.ROOT, ":%04X", port);
        return lines(process.resolve("net/tcp")).stream().map(line -> line.strip().split(" +"))
                .anyMatch(words -> words.length > 3 && words[1].equals(local) && words[3].equals(LISTEN));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
