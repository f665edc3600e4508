package dev.weir.doctor.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.doctor.visit.Resolution.Source;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.probe.ConnectProbe.Outcome;
import dev.weir.wire.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HappyEyeballsTest {
    private static final IpAddress FIRST = IpAddress.parse("fd00::1");
    private static final IpAddress SECOND = IpAddress.parse("10.0.0.1");
    private static final IpAddress THIRD = IpAddress.parse("10.0.0.2");

    private static Attempt attempt(IpAddress address, End end, long millis) {
        return new Attempt(address, 80, new Outcome(end, 0, TimeUnit.MILLISECONDS.toNanos(millis), List.of(), 1,
                Optional.empty(), OptionalInt.empty(), Optional.empty()), 0);
    }

    private static HappyEyeballs of(Attempt... attempts) {
        var visit = new Visit(Target.parse(List.of("h:80"), Integer::parseInt), Options.usual(), result -> { });
        visit.add(new Resolution("h", Source.HOSTS_FILE, Arrays.stream(attempts).map(Attempt::address)
                .toList(), List.of(),
                List.of(), 0, 0));
        for (int i = attempts.length - 1; i >= 0; i--) visit.add(attempts[i]); // in any order
        return HappyEyeballs.of(visit);
    }

    @Test
    void aSilentFirstAddressCostsAQuarterOfASecond() {
        var eyeballs = of(attempt(FIRST, End.SILENT, 3500), attempt(SECOND, End.CONNECTED, 20));
        assertThat(eyeballs.firstNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(270));
        assertThat(eyeballs.winner()).isEqualTo("10.0.0.1");
        assertThat(eyeballs.sequentialNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(127));
    }

    @Test
    void aRefusalStartsTheNextAttemptAtOnce() {
        var eyeballs = of(attempt(FIRST, End.REFUSED, 5), attempt(SECOND, End.REFUSED, 7), attempt(THIRD,
                End.CONNECTED, 20));
        assertThat(eyeballs.firstNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(32));
        assertThat(eyeballs.sequentialNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(12));
    }

    @Test
    void aSlowFirstAddressIsOvertaken() {
        var eyeballs = of(attempt(FIRST, End.CONNECTED, 900), attempt(SECOND, End.CONNECTED, 10));
        assertThat(eyeballs.winner()).isEqualTo("10.0.0.1");
        assertThat(eyeballs.firstNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(260));
        assertThat(eyeballs.sequentialNanos()).isZero();
    }

    @Test
    void nobodyConnects() {
        assertThat(of(attempt(FIRST, End.REFUSED, 5)).text()).isEqualTo("no client gets a connection");
    }
}
