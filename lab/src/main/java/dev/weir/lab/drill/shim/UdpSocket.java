package dev.weir.lab.drill.shim;

import dev.weir.core.udp.UdpEndpoint;

/** A datagram socket; it gets its endpoint with the first call that needs a port. */
final class UdpSocket extends OpenFile {
    UdpEndpoint endpoint;
    private long taken;

    void took() {
        taken++;
    }

    @Override
    int readiness() {
        int ready = Constants.POLLOUT | Constants.POLLWRNORM;
        if (endpoint != null && endpoint.isReadable()) ready |= Constants.POLLIN | Constants.POLLRDNORM;
        return ready;
    }

    @Override
    long activity() {
        return 2 * taken + (endpoint != null && endpoint.isReadable() ? 1 : 0);
    }
}
