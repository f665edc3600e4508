package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.link.Frame;
import dev.weir.io.sys.Netlink;
import dev.weir.io.sys.NetlinkMessage;
import dev.weir.io.sys.NetworkDevice;
import dev.weir.io.sys.SystemCalls;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the kernel, by packets made by hand. */
@RequiresTun
class TunLinkTest {
    private static final String KERNEL = "10.77.0.1";
    private static final String OURS = "10.77.0.2";
    private static final int PATIENCE_MILLIS = 10_000;

    private final Frame frame = new Frame();

    private static TunConfig config() {
        return TunConfig.of(KERNEL + "/24", "fd77::1/64");
    }

    @Test
    void deviceIsWhatTheConfigurationSays() throws Throwable {
        NetworkNamespace.run(() -> {
            var config = config().withName("weirtest").withMtu(1400).withRoutes(List.of(Cidr.parse("10.99.0.0/16")));
            try (var link = TunLink.open(config); var netlink = new Netlink(Netlink.ROUTE)) {
                var device = NetworkDevice.find(netlink, "weirtest");
                assertThat(link.name()).isEqualTo("weirtest");
                assertThat(device.isUp()).isTrue();
                assertThat(device.mtu()).isEqualTo(1400).isEqualTo(link.capabilities().mtu());
                assertThat(device.queuePackets()).isGreaterThan(500);
                assertThat(device.addresses(netlink)).containsAll(config.addresses());
            }
        });
    }

    @Test
    void kernelNumbersTheDeviceAndItEndsWithTheLink() throws Throwable {
        NetworkNamespace.run(() -> {
            try (var first = TunLink.open(TunConfig.of()); var second = TunLink.open(TunConfig.of())) {
                assertThat(List.of(first.name(), second.name())).containsExactly("weir0", "weir1");
            }
            try (var netlink = new Netlink(Netlink.ROUTE)) {
                assertThatThrownBy(() -> NetworkDevice.find(netlink, "weir0")).hasMessageContaining("no such device");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void datagramOfTheKernelArrives(boolean offload) throws Throwable {
        NetworkNamespace.run(() -> {
            try (var link = TunLink.open(config().withOffload(offload)); var socket = new DatagramSocket()) {
                socket.send(new DatagramPacket("hello".getBytes(), 5, new InetSocketAddress(OURS, 7)));
                receive(link, IpProtocol.UDP);
                assertThat(Ipv4Header.check(frame.segment(), frame.offset(), frame.length()).toString())
                        .isEqualTo("NONE");
                assertThat(UdpHeader.destinationPort(frame.segment(), frame.offset() + 20)).isEqualTo(7);
                assertThat(frame.segment().asSlice(frame.offset() + 28, 5).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo("hello".getBytes());
                assertThat(frame.isChecksumUnfinished()).isEqualTo(offload);
                assertThat(link.receive(frame, 0)).isFalse();
                assertThat(link.isDrained()).isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.1, 10.77.0.2, true", "10.77.0.1, 10.77.0.2, false", "fd77::1, fd77::2, true"})
    void datagramReachesASocketOfTheKernel(String kernel, String ours, boolean offload) throws Throwable {
        NetworkNamespace.run(() -> {
            try (var link = TunLink.open(config().withOffload(offload));
                    var socket = new DatagramSocket(0, InetAddress.getByName(kernel))) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                byte[] data = random(1200);
                assertThat(link.send(new Packets(ours, kernel).udp(9, socket.getLocalPort(), data), 0)).isTrue();
                var got = new DatagramPacket(new byte[2000], 2000);
                socket.receive(got);
                assertThat(got.getLength()).isEqualTo(1200);
                assertThat(got.getData()).startsWith(data);
                assertThat(got.getSocketAddress()).isEqualTo(new InetSocketAddress(ours, 9));
                assertThat(link.packetsLost()).isZero();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.1, 10.77.0.2", "fd77::1, fd77::2"})
    void superPacketsGoBothWays(String kernel, String ours) throws Throwable {
        NetworkNamespace.run(() -> {
            var packets = new Packets(ours, kernel);
            int tcpAt = IpAddress.parse(kernel).isIpv4() ? 20 : 40;
            try (var link = TunLink.open(config());
                    var listener = new ServerSocket(0, 5, InetAddress.getByName(kernel))) {
                int port = listener.getLocalPort();
                link.send(packets.tcp(4000, port, 100, 0, TcpFlags.SYN, new byte[0], 0), 0);
                receive(link, IpProtocol.TCP);
                int theirs = TcpHeader.sequence(frame.segment(), frame.offset() + tcpAt) + 1;
                byte[] data = random(20_000);
                link.send(packets.tcp(4000, port, 101, theirs, TcpFlags.ACK, data, 1000), 0);
                listener.setSoTimeout(PATIENCE_MILLIS);
                try (Socket accepted = listener.accept()) {
                    accepted.setSoTimeout(PATIENCE_MILLIS);
                    assertThat(accepted.getInputStream().readNBytes(data.length)).isEqualTo(data);
                    accepted.getOutputStream().write(random(3000));
                    do { // the acknowledgements come first
                        receive(link, IpProtocol.TCP);
                    } while (frame.length() < 1000);

                    assertThat(frame.segmentSize()).isEqualTo(tcpAt == 20 ? 536 : 1220); // our SYN had no MSS option
                }
            }
        });
    }

    @Test
    void nameOfABusyDeviceIsRefusedWithARemedy() throws Throwable {
        NetworkNamespace.run(() -> {
            try (var _ = TunLink.open(TunConfig.of().withName("weirtest"))) {
                assertThatThrownBy(() -> TunLink.open(TunConfig.of().withName("weirtest")))
                        .isInstanceOf(TunUnavailable.class)
                        .hasMessageContaining("in use by another process").hasMessageContaining("another name");
            }
        });
    }

    @Test
    void nameOfAnotherKindOfDeviceIsRefused() throws Throwable {
        NetworkNamespace.run(() -> assertThatThrownBy(() -> TunLink.open(TunConfig.of().withName("lo")))
                .isInstanceOf(TunUnavailable.class).hasMessageContaining("is no TUN device"));
    }

    @Test
    void attachesToADeviceThatExists() throws Throwable {
        NetworkNamespace.run(() -> {
            try (var link = TunLink.open(config().withName("weirtest"))) {
                keep(link, true);
            }
            try (var link = TunLink.open(config().withName("weirtest")); var socket = new DatagramSocket()) {
                socket.send(new DatagramPacket("again".getBytes(), 5, new InetSocketAddress(OURS, 7)));
                receive(link, IpProtocol.UDP);
                keep(link, false);
            }
        });
    }

    @Test
    void deviceThatIsDownLosesPackets() throws Throwable {
        NetworkNamespace.run(() -> {
            try (var link = TunLink.open(TunConfig.of().withUp(false))) {
                assertThat(link.send(new Packets(OURS, KERNEL).udp(9, 9, new byte[10]), 0)).isTrue();
                assertThat(link.packetsLost()).isEqualTo(1);
            }
        });
    }

    @Test
    void removedDeviceIsReported() throws Throwable {
        NetworkNamespace.run(() -> {
            try (var link = TunLink.open(config()); var netlink = new Netlink(Netlink.ROUTE)) {
                int index = NetworkDevice.find(netlink, link.name()).index();
                netlink.tell(NetlinkMessage.one(netlink.arena(), 17).put32(0).put32(index).put32(0).put32(0),
                        "remove it");
                assertThatThrownBy(() -> {
                    while (link.receive(frame, 0)) { } // what the kernel said before
                }).hasMessageContaining("the network device " + link.name() + " was removed");
            }
        });
    }

    @Test
    void closedLinkLosesAndReceivesNothing() throws Throwable {
        NetworkNamespace.run(() -> {
            var link = TunLink.open(config());
            link.close();
            link.close();
            assertThat(link.receive(frame, 0)).isFalse();
            assertThat(link.send(new Packets(OURS, KERNEL).udp(9, 9, new byte[10]), 0)).isTrue();
        });
    }

    /** Waits for the real kernel; others' packets, such as router solicitations, are passed over. */
    private void receive(TunLink link, int protocol) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (true) {
            if (link.receive(frame, 0)) {
                boolean isIpv4 = Ipv4Header.version(frame.segment(), frame.offset()) == 4;
                int found = frame.segment().get(ValueLayout.JAVA_BYTE, frame.offset() + (isIpv4 ? 9 : 6));
                if (found == protocol) return;
            } else if (System.nanoTime() > end) {
                throw new AssertionError("no packet within " + PATIENCE_MILLIS + " ms");
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static void keep(TunLink link, boolean on) {
        try (var arena = Arena.ofConfined()) {
            long tunSetPersist = 0x400454cbL;
            assertThat(new SystemCalls(arena).ioctl(link.descriptor(), tunSetPersist, on ? 1 : 0)).isZero();
        }
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(1).nextBytes(data);
        return data;
    }
}
