package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.wire.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunConfigTest {
    @Test
    void defaultIsANumberedDeviceWithOffloadThatIsUp() {
        var config = TunConfig.of("10.77.0.1/24");
        assertThat(config).isEqualTo(
                new TunConfig("weir%d", List.of(Cidr.parse("10.77.0.1/24")), List.of(), 1500, true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir0", "weir%d", "a", "tun-x.1_2", "fifteen-letters"})
    void nameIsTaken(String name) {
        assertThat(TunConfig.of().withName(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sixteen-letters-", "a b", "a/b", "a:b", ".", "..", "weir%s", "wéir"})
    void nameThatTheKernelWouldRefuseIsRefused(String name) {
        assertThatThrownBy(() -> TunConfig.of().withName(name)).hasMessageContaining("not a name for a network device");
    }

    @ParameterizedTest
    @ValueSource(ints = {67, 65536})
    void mtuOutOfRangeIsRefused(int mtu) {
        assertThatThrownBy(() -> TunConfig.of().withMtu(mtu)).hasMessage("mtu must be 68..65535, not " + mtu);
    }

    @Test
    void mtuBelowTheMinimumOfIpv6IsRefusedWithAnIpv6Address() {
        assertThatThrownBy(() -> TunConfig.of("fd77::1/64").withMtu(1279)).hasMessageContaining("1280");
        assertThat(TunConfig.of("10.0.0.1/8").withMtu(1279).mtu()).isEqualTo(1279);
    }
}
