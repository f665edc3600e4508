package dev.weir.doctor.visit;

import dev.weir.io.probe.IcmpError;
import dev.weir.wire.IpAddress;
import java.util.Optional;

/**
 * Whether datagrams as large as this host would send arrive, as small ones do. Only towards the server.
 *
 * @param mtu bytes that this host believes the path carries
 * @param small the host answered to small ones, before and after the large ones; otherwise nothing is known
 * @param large it answered to one of {@code mtu} bytes
 * @param tooBig what a router said about one; that is how it should be
 */
public record PathMtu(
        IpAddress address, int mtu, boolean small, boolean large, Optional<IcmpError> tooBig, long beganNanos,
                long nanos)
        implements Result {
    @Override
    public String step() {
        return "mtu";
    }

    /** Large ones vanish without a word; TCP has to confirm it. */
    public boolean isSuspicious() {
        return small && !large && tooBig.isEmpty();
    }

    @Override
    public String text() {
        if (tooBig.isPresent()) return address + ": the path carries " + tooBig.get().mtu() + " bytes, as "
                + tooBig.get().from() + " says";
        if (!small) return address + ": up to " + mtu + " bytes, as far as this host knows; datagrams are not answered";
        return address + (large ? ": " + mtu + " bytes arrive" : ": datagrams of " + mtu
                + " bytes are not answered, small ones are");
    }
}
