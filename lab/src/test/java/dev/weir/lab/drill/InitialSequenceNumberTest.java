package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.lab.VirtualTime;
import dev.weir.wire.IpAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an outsider sees of initial sequence numbers: {@code ISN = M + F(flow, secret)}. */
class InitialSequenceNumberTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = VirtualTime.EPOCH_NANOS;

    @Test
    @Rfc({"9293#3.4.1", "MUST-8", "6528#3"})
    void theyFollowAClockOfFourMicroseconds() {
        for (long later : new long[] {4_000, 1_000_000, SECOND, 20_000 * SECOND}) {
            assertThat(isn(1, 8080, START + later) - isn(1, 8080, START)).isEqualTo((int) (later / 4_000));
        }
    }

    @Test
    @Rfc({"9293#3.4.1", "SHLD-1", "6528#3"})
    void theDifferenceOfTwoFlowsIsTheSameAtAllTimes() {
        int difference = isn(1, 8080, START) - isn(1, 8081, START);
        assertThat(difference).isNotZero();
        assertThat(isn(1, 8080, START + 77 * SECOND) - isn(1, 8081, START + 77 * SECOND)).isEqualTo(difference);
    }

    @Test
    @Rfc({"9293#3.4.1", "MUST-9"})
    void anotherSecretGivesOtherNumbersAndFlowsDoNotPredictEachOther() {
        Set<Integer> differences = new HashSet<>();
        for (int secret = 1; secret <= 100; secret++) {
            differences.add(isn(secret, 8080, START) - isn(secret, 8081, START));
        }
        assertThat(differences).hasSize(100);
    }

    private static int isn(long seed, int port, long instant) {
        var time = new VirtualTime(instant);
        var link = new ScriptLink(1500);
        var host = time.host("host", StackConfig.linux().withAddresses("10.0.0.1/24"), link, seed, Observer.NONE);
        host.submit((stack, now) -> {
            var binding = stack.tcp().bind(IpAddress.parse("10.0.0.1"), 5000, false, now);
            return stack.tcp().open(binding, IpAddress.parse("10.0.0.2"), port, stack.tcp().defaultOptions(), now);
        });
        time.settle();
        return TcpPacket.decode(link.take().bytes()).sequence();
    }
}
