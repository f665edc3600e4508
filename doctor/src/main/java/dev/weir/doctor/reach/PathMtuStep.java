package dev.weir.doctor.reach;

import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.PathMtu;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.DatagramProbe;
import dev.weir.io.probe.IcmpError;
import dev.weir.io.probe.IcmpError.Meaning;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends datagrams of two sizes to a port where nobody listens: a host that answers to small ones has to answer to
 * large ones.
 */
public final class PathMtuStep {
    private static final int SMALL = 60;
    private static final int LARGE_TRIES = 3;
    private static final int ETHERNET = 1500;
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final int ROUND_TRIPS = 5;

    private final Visit visit;
    private final IpAddress address;
    private final InetSocketAddress to;
    private final long patience;

    private PathMtuStep(Visit visit, Attempt attempt) {
        this.visit = visit;
        this.address = attempt.address();
        this.to = new InetSocketAddress(address.toInetAddress(), AliveStep.UNUSED_PORT);
        this.patience = Math.clamp(ROUND_TRIPS * attempt.nanos(), LEAST_NANOS, MOST_NANOS);
    }

    /** On a platform thread: it waits inside the kernel. */
    public static PathMtu take(Visit visit, Attempt connected) throws IOException {
        int mtu = connected.outcome().pathMtu().orElse(ETHERNET);
        return visit.add(new PathMtuStep(visit, connected).measure(mtu));
    }

    private PathMtu measure(int mtu) throws IOException {
        long began = visit.nowNanos();
        boolean small = isFromHost(send(SMALL).icmp());
        Optional<IcmpError> answer = Optional.empty();
        for (int i = 0; small && answer.isEmpty() && i < LARGE_TRIES; i++) {
            var sent = send(mtu);
            if (sent.tooBigForDevice()) small = false; // then nothing is known of the path
            answer = sent.icmp();
        }
        boolean large = isFromHost(answer);
        var tooBig = answer.filter(icmp -> icmp.meaning() == Meaning.TOO_BIG);
        // a host that tires of answering answers to small ones no longer either
        if (small && answer.isEmpty()) small = isFromHost(send(SMALL).icmp());
        return new PathMtu(address, mtu, small, large, tooBig, began, visit.nowNanos() - began);
    }

    private boolean isFromHost(Optional<IcmpError> answer) {
        return answer.filter(icmp -> icmp.from().equals(address) && icmp.meaning() == Meaning.PORT_UNREACHABLE)
                .isPresent();
    }

    private DatagramProbe.Answer send(int bytes) throws IOException {
        return DatagramProbe.send(to, bytes, 0, visit.atMost(patience));
    }
}
