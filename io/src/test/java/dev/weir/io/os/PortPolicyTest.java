package dev.weir.io.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortPolicyTest {
    private static final String NO_CAPABILITIES = "0000000000000000";

    @Test
    void reservedPortsAreNotGivenOut() {
        var policy = PortPolicy.of("32768\t60999", "1024", "40000,50000-50010", NO_CAPABILITIES);
        assertThat(policy.isEphemeral(39999)).isTrue();
        assertThat(policy.isEphemeral(40000)).isFalse();
        assertThat(policy.isEphemeral(50005)).isFalse();
        assertThat(policy.isEphemeral(61000)).isFalse();
    }

    @Test
    void lowPortsNeedTheCapability() {
        assertThat(PortPolicy.of("1 2", "1024", "", NO_CAPABILITIES).mayBind(1023)).isFalse();
        assertThat(PortPolicy.of("1 2", "1024", "", NO_CAPABILITIES).mayBind(1024)).isTrue();
        assertThat(PortPolicy.of("1 2", "80", "", NO_CAPABILITIES).mayBind(80)).isTrue();
        assertThat(PortPolicy.of("1 2", "1024", "", "0000000000000400").mayBind(80)).isTrue();
    }

    @Test
    void whatTheSystemDoesNotTellIsAsLinuxComes() {
        var policy = PortPolicy.of("", "", "", "");
        assertThat(policy.ephemeral()).hasToString("32768-60999");
        assertThat(policy.firstUnprivileged()).isEqualTo(1024);
    }
}
