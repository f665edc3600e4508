package dev.weir.doctor.reach;

import dev.weir.doctor.visit.Visit;
import dev.weir.doctor.visit.Way;
import dev.weir.io.os.Route;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** How this host would send to each address; nothing is sent. */
public final class RouteStep {
    private RouteStep() {}

    public static void take(Visit visit, List<IpAddress> addresses) {
        for (var address : addresses) {
            long began = visit.nowNanos();
            Optional<Route> route = Optional.empty();
            String problem = "";
            try {
                route = Route.to(address);
                if (route.isEmpty()) problem = "no route";
            } catch (IOException e) {
                problem = e.getMessage();
            }
            visit.add(new Way(address, route, problem, hasGlobalAddress(address.isIpv6()), began,
                    visit.nowNanos() - began));
        }
    }

    private static boolean hasGlobalAddress(boolean ipv6) {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(own -> own instanceof Inet6Address == ipv6 && isGlobal(own));
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isGlobal(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress();
    }
}
