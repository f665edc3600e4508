package dev.weir.io.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.weir.io.sys.Errno;
import dev.weir.io.sys.Netlink;
import dev.weir.io.sys.NetlinkMessage;
import dev.weir.io.sys.NetworkDevice;
import dev.weir.io.sys.SystemCallFailed;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/**
 * How the operating system would send to an address.
 *
 * @param device name of the network device; {@code lo} for its own addresses
 * @param source the address it would send from; empty if the kernel does not say
 * @param gateway the next hop; empty if the destination is on the device's own network
 * @param isLocal the destination is the operating system's own
 */
public record Route(String device, Optional<IpAddress> source, Optional<IpAddress> gateway, boolean isLocal) {
    private static final int RTM_GETROUTE = 26;
    private static final int MESSAGE_BYTES = 12;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PREFSRC = 7;
    private static final int LOCAL = 2;

    /**
     * The route to {@code destination} in the network namespace of the calling thread; empty if there is none.
     *
     * @throws IOException if the operating system does not answer such questions
     */
    public static Optional<Route> to(IpAddress destination) throws IOException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new IOException("asking for routes works on Linux only, and this is " + system);
        }
        var found = new ArrayList<Route>();
        try (var netlink = new Netlink(Netlink.ROUTE)) {
            var request = NetlinkMessage.one(netlink.arena(), RTM_GETROUTE)
                    .put8(NetworkDevice.family(destination)).put8(destination.isIpv4() ? 32 : 128)
                    .put16(0).put32(0).put32(0)
                    .attribute(RTA_DST, destination);
            netlink.ask(request, "ask for the route to " + destination, answer -> found.add(read(answer)));
        } catch (SystemCallFailed e) {
            if (e.errno() != Errno.ENETUNREACH && e.errno() != Errno.EHOSTUNREACH && e.errno() != Errno.EACCES) throw e;
        }
        return found.stream().findFirst();
    }

    /** Whether the operating system passes packets on between its devices; false if it does not say. */
    public static boolean isForwarding(boolean ipv6) {
        try {
            var setting = Path.of(ipv6 ? "/proc/sys/net/ipv6/conf/all/forwarding" : "/proc/sys/net/ipv4/ip_forward");
            return !Files.readString(setting).strip().equals("0");
        } catch (IOException e) {
            return false;
        }
    }

    private static Route read(MemorySegment answer) {
        var device = new int[1];
        var source = new IpAddress[1];
        var gateway = new IpAddress[1];
        Netlink.attributes(answer, MESSAGE_BYTES, (type, value) -> {
            switch (type) {
                case RTA_OIF -> device[0] = value.get(JAVA_INT_UNALIGNED, 0);
                case RTA_PREFSRC -> source[0] = Netlink.address(value);
                case RTA_GATEWAY -> gateway[0] = Netlink.address(value);
                default -> { }
            }
        });
        return new Route(name(device[0]), Optional.ofNullable(source[0]), Optional.ofNullable(gateway[0]),
                answer.get(JAVA_BYTE, 7) == LOCAL);
    }

    private static String name(int index) {
        try {
            var device = NetworkInterface.getByIndex(index);
            return device == null ? "device " + index : device.getName();
        } catch (IOException e) {
            return "device " + index;
        }
    }
}
