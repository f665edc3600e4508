package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.sys.Errno;
import org.junit.jupiter.api.Test;

class TunUnavailableTest {
    @Test
    void missingDeviceFileIsToBeMade() {
        var failure = TunUnavailable.file("/dev/net/tun", Errno.ENOENT);
        assertThat(failure.missing()).isEqualTo("/dev/net/tun does not exist");
        assertThat(failure.remedies()).first().asString().contains("mknod").contains("c 10 200");
        assertThat(failure).hasMessageContaining(failure.missing()).hasMessageContaining("mknod");
    }

    @Test
    void missingPermissionForTheFileIsToldFromMissingPrivilegeForTheDevice() {
        assertThat(TunUnavailable.file("/dev/net/tun", Errno.EACCES).remedies())
                .anyMatch(r -> r.contains("chmod 0666"));
        assertThat(TunUnavailable.device("weir%d", Errno.EPERM).remedies())
                .anyMatch(r -> r.startsWith("unshare -Urn --keep-caps"))
                .anyMatch(r -> r.startsWith("sudo ip tuntap add dev weir0 mode tun user "));
    }

    @Test
    void missingDriverIsToBeLoaded() {
        assertThat(TunUnavailable.file("/dev/net/tun", Errno.ENODEV).remedies()).containsExactly("sudo modprobe tun");
    }

    @Test
    void changeThatOnlyRootMayMakeComesWithItsCommand() {
        var failure = TunUnavailable.setUp("bring weir0 up", Errno.EPERM, "sudo ip link set weir0 up");
        assertThat(failure.missing()).isEqualTo("cannot bring weir0 up: operation not permitted (CAP_NET_ADMIN)");
        assertThat(failure.remedies()).first().isEqualTo("sudo ip link set weir0 up");
    }

    @Test
    void unknownErrorHasItsNumberAndNoRemedy() {
        var failure = TunUnavailable.device("weir0", 71);
        assertThat(failure).hasMessage("cannot create the network device weir0: error 71");
        assertThat(failure.remedies()).isEmpty();
    }
}
