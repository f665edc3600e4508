package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import org.junit.jupiter.api.Test;

/** {@code weir swarm --against kernel}: the same bytes and the same end, whosever TCP is at the other end. */
@RequiresTun
class KernelSwarmTest {
    @Test
    void theOperatingSystemsTcpGivesTheSame() throws Throwable {
        Network.run(() -> assertThat(Weir.run("swarm", "--against", "kernel", "--seeds", "1..6"))
                .contains("6 seeds in ").endsWith("the operating system's TCP gives the same\n"));
    }
}
