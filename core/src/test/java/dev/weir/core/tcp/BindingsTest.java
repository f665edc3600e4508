package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsTest {
    private static final IpAddress V4 = IpAddress.parse("10.0.0.1");
    private static final IpAddress OTHER_V4 = IpAddress.parse("10.0.0.3");
    private static final IpAddress V6 = IpAddress.parse("fd00::1");
    private static final IpAddress REMOTE = IpAddress.parse("10.0.0.2");

    private final Bindings bindings = new Bindings(40_000, 40_009, SipHash.derived(1, 0));

    private Binding bind(IpAddress address, int port, boolean reuse) {
        return bindings.bind(address, port, reuse, false, p -> false);
    }

    private Binding listening(IpAddress local, int port) {
        return bindings.listening(new Flow(local, port, REMOTE, 5000));
    }

    private boolean refuses(IpAddress address, int port, boolean reuse) {
        try {
            bind(address, port, reuse).release();
            return false;
        } catch (CallRefused refused) {
            assertThat(refused.why()).isEqualTo(CallRefused.Why.ADDRESS_IN_USE);
            return true;
        }
    }

    private static IpAddress address(String name) {
        return switch (name) {
            case "any6" -> IpAddress.ANY_IPV6;
            case "any4" -> IpAddress.ANY_IPV4;
            case "v4" -> V4;
            case "other4" -> OTHER_V4;
            default -> V6;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "any6, any6, true", "any6, any4, true", "any6, v4, true", "any6, v6, true",
        "any4, any4, true", "any4, v4, true", "any4, v6, false",
        "v4, v4, true", "v4, other4, false", "v4, v6, false", "v6, v6, true",
    })
    void whatOverlapsConflictsInBothOrders(String first, String second, boolean conflict) {
        for (var pair : List.of(List.of(first, second), List.of(second, first))) {
            var one = address(pair.get(0));
            var two = address(pair.get(1));
            var held = bind(one, 80, false);
            assertThat(refuses(two, 80, false)).isEqualTo(conflict);
            assertThat(refuses(two, 80, true)).as("both must allow it").isEqualTo(conflict);
            assertThat(refuses(two, 81, false)).isFalse();
            held.release();
            var reusable = bind(one, 80, true);
            assertThat(refuses(two, 80, true)).as("both allow it").isFalse();
            assertThat(refuses(two, 80, false)).as("both must allow it").isEqualTo(conflict);
            reusable.listening(true);
            assertThat(refuses(two, 80, true)).as("somebody listens").isEqualTo(conflict);
            reusable.release();
            assertThat(refuses(two, 80, false)).isFalse();
        }
    }

    @Test
    void exactListenerGoesBeforeAWildcard() {
        var any = bind(IpAddress.ANY_IPV6, 80, true);
        var exact = bind(V4, 80, true);
        assertThat(listening(V4, 80)).isNull();
        any.listening(true);
        assertThat(listening(V4, 80)).isSameAs(any);
        assertThat(bindings.hasOtherListener(exact)).isTrue();
        assertThat(bindings.hasOtherListener(any)).isFalse();
        exact.listening(true);
        assertThat(listening(V4, 80)).isSameAs(exact);
        assertThat(listening(OTHER_V4, 80)).isSameAs(any);
        assertThat(listening(V6, 80)).isSameAs(any);
        assertThat(listening(V4, 81)).isNull();
    }

    @Test
    void wildcardOfOneVersionDoesNotListenForTheOther() {
        bind(IpAddress.ANY_IPV4, 80, true).listening(true);
        assertThat(listening(V4, 80)).isNotNull();
        assertThat(listening(V6, 80)).isNull();
    }

    @Test
    void timeWaitHoldsAPortUnlessItMayBeReused() {
        assertThatThrownBy(() -> bindings.bind(V4, 80, false, false, port -> port == 80)).isInstanceOf(CallRefused.class);
        assertThat(bindings.bind(V4, 80, true, false, port -> port == 80).port()).isEqualTo(80);
    }

    @Test
    void freePortsAreGivenOutOnceUntilThereAreNone() {
        var ports = new HashSet<Integer>();
        var held = new ArrayList<Binding>();
        for (int i = 0; i < 10; i++) {
            var binding = bind(IpAddress.ANY_IPV6, 0, false);
            assertThat(binding.port()).isBetween(40_000, 40_009);
            assertThat(ports.add(binding.port())).isTrue();
            held.add(binding);
        }
        assertThatThrownBy(() -> bind(V4, 0, true)).hasMessage(CallRefused.Why.NO_FREE_PORT.text());
        held.get(3).release();
        assertThat(bind(V4, 0, false).port()).isEqualTo(held.get(3).port());
    }

    @Test
    void activeOpensToDifferentPeersShareAPort() {
        var used = new HashSet<Integer>();
        IntPredicate unique = port -> !used.contains(port);
        for (int i = 0; i < 10; i++) assertThat(used.add(bindings.bindFor(V4, REMOTE, 80, unique).port())).isTrue();
        assertThatThrownBy(() -> bindings.bindFor(V4, REMOTE, 80, unique)).isInstanceOf(CallRefused.class);
        assertThat(used).contains(bindings.bindFor(V4, REMOTE, 81, p -> true).port());
    }

    @Test
    void portIsFreeWhenTheLastHolderLetsGoAndReleaseCountsOnce() {
        var binding = bind(V4, 80, false);
        binding.hold();
        binding.release();
        binding.release();
        assertThat(refuses(V4, 80, false)).isTrue();
        binding.drop();
        assertThat(refuses(V4, 80, false)).isFalse();
    }

    @Test
    void portIsSharedByListenersThatAllAllowItAndBySuchOnly() {
        var one = bindings.bind(V4, 80, false, true, p -> false);
        one.listening(true);
        assertThat(refuses(V4, 80, false)).isTrue();
        assertThat(refuses(V4, 80, true)).isTrue();
        var two = bindings.bind(V4, 80, false, true, p -> false);
        assertThat(bindings.hasOtherListener(two)).isFalse();
        assertThat(bindings.bind(V6, 80, false, false, p -> false).port()).isEqualTo(80);
    }

    @Test
    void flowsAreSpreadOverTheListenersOfAPortAndStayWithTheirs() {
        var group = new ArrayList<Binding>();
        for (int i = 0; i < 3; i++) {
            group.add(bindings.bind(V4, 80, false, true, p -> false));
            group.get(i).listening(true);
        }
        bindings.bind(IpAddress.ANY_IPV6, 80, false, true, p -> false).listening(true); // less exact
        bindings.bind(V4, 80, false, true, p -> false); // does not listen
        var counts = new int[3];
        for (int port = 1; port <= 300; port++) {
            var flow = new Flow(V4, 80, REMOTE, port);
            var chosen = bindings.listening(flow);
            assertThat(bindings.listening(flow)).isSameAs(chosen);
            counts[group.indexOf(chosen)]++;
        }
        assertThat(counts[0]).isBetween(70, 130);
        assertThat(counts[1]).isBetween(70, 130);
        assertThat(counts[2]).isBetween(70, 130);
    }
}
