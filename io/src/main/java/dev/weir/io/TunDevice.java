package dev.weir.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.weir.io.os.Route;
import dev.weir.io.sys.Errno;
import dev.weir.io.sys.Netlink;
import dev.weir.io.sys.NetworkDevice;
import dev.weir.io.sys.SystemCallFailed;
import dev.weir.io.sys.SystemCalls;
import dev.weir.wire.Cidr;
import dev.weir.wire.VirtioNetHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Opens a TUN device and makes it what a {@link TunConfig} says; what is so already needs no privilege. */
final class TunDevice {
    private static final String FILE = "/dev/net/tun";
    private static final int READ_WRITE_NON_BLOCKING_CLOSE_ON_EXEC = 2 | 0x800 | 0x80000;

    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final int IFF_TUN = 1;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int NAME_BYTES = 16;
    private static final int IFREQ_BYTES = 40;

    /** TUN_F_CSUM, TSO4, TSO6, TSO_ECN; then what older kernels know. Nothing is possible without CSUM. */
    private static final int[] OFFLOADS = {0xf, 0x7, 0x1};

    /** The default of 500 packets is overrun by one connection with a large window. */
    private static final int QUEUE_PACKETS = 10_000;

    /** The kernel needs milliseconds; beyond this the first connection waits for a retransmission. */
    private static final int IPV6_PATIENCE_MILLIS = 500;

    private TunDevice() {}

    static TunLink open(TunConfig config) throws TunUnavailable {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) throw TunUnavailable.notLinux(system);
        try (var arena = Arena.ofConfined()) {
            var calls = new SystemCalls(arena);
            int fd = calls.open(arena.allocateFrom(FILE), READ_WRITE_NON_BLOCKING_CLOSE_ON_EXEC);
            if (fd < 0) throw TunUnavailable.file(FILE, -fd);
            try {
                String name = attach(calls, arena, fd, config);
                if (config.offload()) takeOffload(calls, arena, fd);
                int mtu = setUp(name, config);
                return new TunLink(name, fd, config.offload() ? VirtioNetHeader.LENGTH : 0, mtu);
            } catch (TunUnavailable e) {
                calls.close(fd);
                throw e;
            }
        }
    }

    private static String attach(SystemCalls calls, Arena arena, int fd, TunConfig config) throws TunUnavailable {
        MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
        request.setString(0, config.name());
        int flags = IFF_TUN | IFF_NO_PI | (config.offload() ? IFF_VNET_HDR : 0);
        request.set(JAVA_SHORT, NAME_BYTES, (short) flags);
        int result = calls.ioctl(fd, TUNSETIFF, request.address());
        if (result < 0) throw TunUnavailable.device(config.name(), -result);
        return request.getString(0);
    }

    private static void takeOffload(SystemCalls calls, Arena arena, int fd) {
        calls.ioctl(fd, TUNSETVNETHDRSZ, arena.allocateFrom(JAVA_INT, VirtioNetHeader.LENGTH).address());
        for (int offload : OFFLOADS) {
            if (calls.ioctl(fd, TUNSETOFFLOAD, offload) >= 0) return;
        }
    }

    /** Answers the MTU, which stays what it was where we may not change it. */
    private static int setUp(String name, TunConfig config) throws TunUnavailable {
        try (var netlink = new Netlink(Netlink.ROUTE)) {
            var device = NetworkDevice.find(netlink, name);
            int mtu = setMtu(netlink, device, config.mtu());
            if (device.queuePackets() < QUEUE_PACKETS) {
                tolerateRefusal(() -> device.setQueuePackets(netlink, QUEUE_PACKETS));
            }
            var used = Stream.concat(config.addresses().stream(), config.routes().stream());
            if (used.noneMatch(cidr -> cidr.address().isIpv6())) leaveOutIpv6(name);
            if (config.up() && !device.isUp()) {
                change(() -> device.setUp(netlink), "sudo ip link set " + name + " up");
            }
            var present = device.addresses(netlink);
            for (Cidr address : config.addresses()) {
                if (present.contains(address)) continue;
                change(() -> device.addAddress(netlink, address), "sudo ip address add " + address + " dev " + name);
            }
            if (config.up()) awaitIpv6(config.addresses());
            for (Cidr route : config.routes()) {
                change(() -> device.addRoute(netlink, route), "sudo ip route add " + route + " dev " + name);
            }
            return mtu;
        } catch (TunUnavailable e) {
            throw e;
        } catch (IOException e) {
            throw new TunUnavailable(e.getMessage(), List.of());
        }
    }

    private static int setMtu(Netlink netlink, NetworkDevice device, int mtu) throws IOException {
        if (device.mtu() == mtu) return mtu;
        return tolerateRefusal(() -> device.setMtu(netlink, mtu)) ? mtu : device.mtu();
    }

    /** Without an address the kernel would only send neighbour and multicast chatter, which the stack would ignore. */
    private static void leaveOutIpv6(String name) {
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf", name, "disable_ipv6"), "1");
        } catch (IOException e) {
            // chatter it is
        }
    }

    /** The kernel passes on what comes in by this device, whatever the setting of the whole machine. */
    static void forward(String name) throws TunUnavailable {
        for (String version : List.of("ipv4", "ipv6")) {
            try {
                Files.writeString(Path.of("/proc/sys/net", version, "conf", name, "forwarding"), "1");
            } catch (NoSuchFileException e) {
                // a kernel without this version
            } catch (IOException e) {
                String setting = "net." + version + ".conf." + name + ".forwarding=1";
                throw new TunUnavailable("no permission to let the kernel forward between devices (" + setting + ")",
                        List.of("sudo COMMAND"));
            }
        }
    }

    /**
     * An IPv6 address becomes the kernel's own in the background. A SYN that comes before is lost: a second for whoever
     * sent it.
     */
    private static void awaitIpv6(List<Cidr> addresses) throws IOException {
        for (Cidr cidr : addresses) {
            if (cidr.address().isIpv4()) continue;
            for (int i = 0; i < IPV6_PATIENCE_MILLIS && !isOwn(cidr); i++) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static boolean isOwn(Cidr cidr) throws IOException {
        return Route.to(cidr.address()).map(Route::isLocal).orElse(false);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static boolean tolerateRefusal(Change change) throws IOException {
        try {
            change.make();
            return true;
        } catch (SystemCallFailed e) {
            if (e.errno() != Errno.EPERM) throw e;
            return false;
        }
    }

    /** @param command what a privileged user can do in our place */
    private static void change(Change change, String command) throws IOException {
        try {
            change.make();
        } catch (SystemCallFailed e) {
            if (e.errno() == Errno.EEXIST) return;
            throw TunUnavailable.setUp(e.what(), e.errno(), command);
        }
    }
}
