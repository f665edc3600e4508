package dev.weir.it;

import dev.weir.io.NetworkNamespace;

/** A network of the test's own, with a loopback device and nothing else; a weir in it brings its own device. */
final class Network {
    private Network() {}

    static void run(NetworkNamespace.Body body) throws Throwable {
        NetworkNamespace.run(() -> {
            Command.run("ip", "link", "set", "lo", "up");
            body.run();
        });
    }

    /** The kernel's connections here in this state, one a line; blank if there are none. */
    static String connections(String state) throws Exception {
        return Command.run("ss", "-Htn", "state", state);
    }
}
