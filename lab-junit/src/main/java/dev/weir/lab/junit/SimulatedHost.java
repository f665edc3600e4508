package dev.weir.lab.junit;

import dev.weir.lab.Host;
import dev.weir.sockets.Sockets;
import dev.weir.sockets.WeirServerSocketFactory;
import dev.weir.sockets.WeirSocketFactory;
import java.net.InetAddress;

/**
 * One end of the network, as a test uses it.
 *
 * @param host the stack, for actors and a look inside
 * @param address by which the other host reaches it
 */
public record SimulatedHost(Host host, InetAddress address) {
    public Sockets sockets() {
        return Sockets.over(host);
    }

    public WeirSocketFactory socketFactory() {
        return sockets().socketFactory();
    }

    public WeirServerSocketFactory serverSocketFactory() {
        return sockets().serverSocketFactory();
    }
}
