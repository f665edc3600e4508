package dev.weir.cli.network;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where this process is, as another terminal sees it. */
final class Place {
    private static final Path OWN_NETWORK = Path.of("/proc/self/ns/net");
    private static final Path FIRST_NETWORK = Path.of("/proc/1/ns/net");
    private static final Path NAMED_NETWORKS = Path.of("/run/netns"); // of ip-netns(8)
    private static final Path USER_IDS = Path.of("/proc/self/uid_map");

    private Place() {}

    /** What to put before a command, so that it runs in the network that this process is in; often nothing. */
    static String prefix() {
        var name = networkName();
        if (name.isPresent()) return sudo() + "ip netns exec " + name.get() + " ";
        String enter = "nsenter -t " + ProcessHandle.current().pid();
        try {
            if (Files.readSymbolicLink(OWN_NETWORK).equals(Files.readSymbolicLink(FIRST_NETWORK))) return "";
            return sudo() + enter + " -n ";
        } catch (IOException | UnsupportedOperationException e) { // it is not ours to look at the first process
            return hasOwnUsers() ? enter + " -U -n --preserve-credentials " : "";
        }
    }

    /** Of the network namespace, if it was made with {@code ip netns}. */
    private static Optional<String> networkName() {
        try (var names = Files.newDirectoryStream(NAMED_NETWORKS)) {
            Object own = Files.getAttribute(OWN_NETWORK, "unix:ino");
            for (var name : names) {
                if (Files.getAttribute(name, "unix:ino").equals(own)) return Optional.of(name.getFileName().toString());
            }
        } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
            return Optional.empty(); // there are none
        }
        return Optional.empty();
    }

    /** {@code sudo } where it is needed. */
    static String sudo() {
        return isRoot() ? "" : "sudo ";
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean hasOwnUsers() {
        try {
            return !Files.readString(USER_IDS).strip().replaceAll("\\s+", " ").equals("0 0 4294967295");
        } catch (IOException e) {
            return false;
        }
    }
}
