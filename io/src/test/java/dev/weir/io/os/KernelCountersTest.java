package dev.weir.io.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelCountersTest {
    @Test
    void valuesBelongToTheNamesAboveThem() {
        var counters = KernelCounters.parse(List.of("TcpExt: SyncookiesSent ListenOverflows", "TcpExt: 3 5",
                "IpExt: InNoRoutes", "IpExt: 9"));
        assertThat(counters.of("ListenOverflows")).isEqualTo(5);
        assertThat(counters.of("SyncookiesSent")).isEqualTo(3);
        assertThat(counters.of("InNoRoutes")).isZero();
    }

    @Test
    void growthIsSinceTheReadingBefore() {
        var before = KernelCounters.parse(List.of("TcpExt: A", "TcpExt: 3"));
        var after = KernelCounters.parse(List.of("TcpExt: A", "TcpExt: 10"));
        assertThat(after.since(before, "A")).isEqualTo(7);
    }
}
