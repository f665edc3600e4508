package dev.weir.doctor.visit;

import dev.weir.core.event.Flow;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.wire.IpAddress;

/**
 * A port of this host that a proxy passes on into a container.
 *
 * @param proxy who listens at the port: {@code docker-proxy (pid 4711)}
 * @param inner where it connects to
 * @param end of an attempt to connect there
 * @param isBoundToLoopback something inside listens at that port of 127.0.0.1
 */
public record PortMapping(
        String proxy, int port, IpAddress inner, int innerPort, End end, boolean isBoundToLoopback, long beganNanos,
                long nanos)
        implements Result {
    @Override
    public String step() {
        return "mapping";
    }

    /** {@code port 8080 -> 172.17.0.2:80}. */
    public String arrow() {
        return "port " + port + " -> " + Flow.endpoint(inner, innerPort);
    }

    @Override
    public String text() {
        return proxy + " maps " + arrow() + ", which " + (end == End.CONNECTED ? "connects" : end == End.REFUSED
                ? "refuses"
                : "does not answer") + (isBoundToLoopback ? "; inside, a program listens at 127.0.0.1:" + innerPort
                + " only" : "");
    }
}
