package dev.weir.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.sys.Errno;
import org.junit.jupiter.api.Test;

class CaptureUnavailableTest {
    @Test
    void missingRightComesWithEachWayToGetIt() {
        var failure = CaptureUnavailable.refused(Errno.EPERM, "me", "x.pcapng");
        assertThat(failure.missing()).endsWith("(CAP_NET_RAW)");
        assertThat(failure.remedies()).first().isEqualTo("sudo COMMAND");
        assertThat(failure.remedies()).anyMatch(remedy -> remedy.startsWith("sudo setpriv --reuid me "))
                .anyMatch(remedy -> remedy.startsWith("sudo tcpdump -i any -w x.pcapng "));
        assertThat(failure).hasMessageContaining(failure.missing()).hasMessageContaining("setpriv");
    }

    @Test
    void otherSystemsHaveTcpdump() {
        var failure = CaptureUnavailable.notLinux("Plan 9", "x.pcapng");
        assertThat(failure.missing()).contains("Plan 9");
        assertThat(failure.remedies()).singleElement().asString().contains("tcpdump");
    }

    @Test
    void unknownErrorHasItsNumberAndNoRemedy() {
        var failure = CaptureUnavailable.refused(97, "me", "x.pcapng");
        assertThat(failure).hasMessage("cannot open a packet socket: error 97");
        assertThat(failure.remedies()).isEmpty();
    }
}
