package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.tcp.Connection;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Initial sequence numbers as the wire shows them: a clock, and an offset that only the stack's secret explains. */
class InitialNumbersTest {
    private static final Duration TICK = Duration.ofNanos(4_000);

    /** Two hosts, of which only the client's secret matters. */
    private static final class Net {
        final VirtualTime time = new VirtualTime();
        final Tap client = new Tap();
        final Tap server = new Tap();
        final Host host;

        Net(long seed) {
            var pair = MemoryLink.pair(1500);
            host = time.host("client", StackConfig.linux().withAddresses("10.0.0.1/24", "10.0.0.3/24", "fd00::1/64"),
                    new CapturedLink(pair.a(), client), seed, Observer.NONE);
            time.host("server", StackConfig.linux().withAddresses("10.0.0.2/24", "10.0.0.4/24", "fd00::2/64"),
                    new CapturedLink(pair.b(), server), 99, Observer.NONE).listen(80, () -> new Actor() {});
        }

        /** Opens this flow, resets it, and answers the initial number of the SYN. */
        int open(String local, int localPort, String remote, int remotePort) {
            Connection connection = host.submit((stack, now) -> {
                var binding = stack.tcp().bind(IpAddress.parse(local), localPort, true, now);
                var opened = stack.tcp().open(binding, IpAddress.parse(remote), remotePort, stack.tcp().defaultOptions(), now);
                binding.release();
                return opened;
            });
            time.settle();
            host.submit((stack, now) -> {
                connection.abort(now);
                return null;
            });
            time.settle();
            return client.lastSyn().sequence();
        }

        int open() {
            return open("10.0.0.1", 40000, "10.0.0.2", 80);
        }

        void pass(Duration time) {
            this.time.runUntil(() -> false, this.time.now() + time.toNanos());
        }
    }

    /** Up to a tick, to more than the 4.77 hours in which the clock comes around. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0.000004S", "PT1S", "PT1H", "PT5H", "PT240H"})
    @Rfc({"9293#3.4.1", "MUST-8"})
    void numbersOfOneFlowFollowAClockOfFourMicroseconds(Duration passed) {
        var net = new Net(7);
        int first = net.open();
        int answered = net.server.lastSyn().sequence();
        net.pass(passed);
        int ticks = (int) passed.dividedBy(TICK);
        assertThat(net.open() - first).isEqualTo(ticks);
        assertThat(net.server.lastSyn().sequence() - answered).as("of the passive side").isEqualTo(ticks);
        assertThat(net.server.lastSyn().has(TcpFlags.ACK)).isTrue();
    }

    @Test
    @Rfc({"9293#3.4.1", "SHLD-1", "MUST-9"})
    void flowsDifferByAnOffsetThatTimeDoesNotChange() {
        var net = new Net(7);
        List<Integer> before = numbersOfFlows(net);
        net.pass(Duration.ofHours(30));
        List<Integer> after = numbersOfFlows(net);
        assertThat(before).as("each of address and port counts, on either side").doesNotHaveDuplicates();
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i) - after.getFirst()).isEqualTo(before.get(i) - before.getFirst());
        }
    }

    private static List<Integer> numbersOfFlows(Net net) {
        var numbers = new ArrayList<Integer>();
        numbers.add(net.open());
        numbers.add(net.open("10.0.0.3", 40000, "10.0.0.2", 80));
        numbers.add(net.open("10.0.0.1", 40001, "10.0.0.2", 80));
        numbers.add(net.open("10.0.0.1", 40000, "10.0.0.4", 80));
        numbers.add(net.open("10.0.0.1", 40000, "10.0.0.2", 81));
        numbers.add(net.open("fd00::1", 40000, "fd00::2", 80));
        return numbers;
    }

    @Test
    @Rfc({"9293#3.4.1", "MUST-9"})
    void eachBitOfTheSecretChangesTheNumbers() {
        var numbers = new ArrayList<Integer>();
        numbers.add(new Net(7).open());
        for (int bit = 0; bit < Long.SIZE; bit++) numbers.add(new Net(7 ^ 1L << bit).open());
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(new Net(7).open()).as("and nothing else does").isEqualTo(numbers.getFirst());
    }
}
