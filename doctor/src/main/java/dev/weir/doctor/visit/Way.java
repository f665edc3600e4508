package dev.weir.doctor.visit;

import dev.weir.io.os.Route;
import dev.weir.wire.IpAddress;
import java.util.Optional;

/**
 * How this host sends to an address.
 *
 * @param route empty if there is none
 * @param problem why there is none, or it could not be asked; empty otherwise
 * @param hasGlobalAddress this host has an address of that IP version with which it could reach others
 */
public record Way(
        IpAddress address, Optional<Route> route, String problem, boolean hasGlobalAddress, long beganNanos, long nanos)
        implements Result {
    @Override
    public String step() {
        return "route";
    }

    /** The address is this host's own. */
    public boolean isLocal() {
        return route.isPresent() && route.get().isLocal();
    }

    /** Whom packets are handed to: the gateway, or the destination itself. */
    public IpAddress nextHop() {
        return route.flatMap(Route::gateway).orElse(address);
    }

    /** The destination is on a network of this host's own. */
    public boolean isOnLink() {
        return route.isPresent() && route.get().gateway().isEmpty();
    }

    @Override
    public String text() {
        if (route.isEmpty()) return address + ": " + problem;
        var found = route.get();
        var text = new StringBuilder(address + ": ");
        if (found.isLocal()) return text.append("this host itself").toString();
        text.append("by ").append(found.device());
        found.source().ifPresent(source -> text.append(" from ").append(source));
        found.gateway().ifPresentOrElse(gateway -> text.append(", next hop ").append(gateway),
                () -> text.append(", on the same network"));
        return text.toString();
    }
}
