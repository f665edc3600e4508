package dev.weir.io.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/** Ports of the operating system that one could listen on. */
public final class FreePort {
    private static final int LAST = 65535;
    private static final int FIRST_FOR_ALL = 1024;
    private static final int FARTHEST = 1000;

    private FreePort() {}

    /**
     * The nearest port that is free now, larger ones first at equal distance; empty if a thousand in each direction are
     * not. Of unprivileged ports unless {@code port} is privileged.
     */
    public static OptionalInt near(InetAddress address, int port) {
        int first = port < FIRST_FOR_ALL ? 1 : FIRST_FOR_ALL;
        for (int distance = 1; distance <= FARTHEST; distance++) {
            if (port + distance <= LAST && isFree(address, port + distance)) return OptionalInt.of(port + distance);
            if (port - distance >= first && isFree(address, port - distance)) return OptionalInt.of(port - distance);
        }
        return OptionalInt.empty();
    }

    /** Whether this process could listen there now. */
    public static boolean isFree(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
