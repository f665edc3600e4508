package dev.weir.lab.drill.script;

import dev.weir.wire.IpAddress;
import java.util.List;
import java.util.StringJoiner;

/**
 * What stands in brackets before the flags: {@code [ect0]}, {@code [tos 0xb8, ttl 64]}. {@link #ANY} where a script
 * does not say: nothing is compared, and an injected packet gets {@code tos 0, ttl 64}.
 *
 * @param ecn 0..3, or ANY
 * @param trafficClass all eight bits, or ANY
 * @param timeToLive or ANY
 * @param fresh an injected SYN opens a new connection on ports used before: numbers begin anew
 * @param badChecksum an injected packet's TCP or ICMP checksum is wrong
 * @param from source of an injected packet, null: the peer
 * @param to destination of an injected packet, null: the stack
 */
public record IpFields(
        int ecn, int trafficClass, int timeToLive, boolean fresh, boolean badChecksum, IpAddress from, IpAddress to) {
    public static final int ANY = -1;
    public static final IpFields NONE = new IpFields(ANY, ANY, ANY, false, false, null, null);
    /** By their two bits. */
    public static final List<String> ECN_NAMES = List.of("noecn", "ect1", "ect0", "ce");

    public IpFields withEcn(int ecn) {
        return new IpFields(ecn, trafficClass, timeToLive, fresh, badChecksum, from, to);
    }

    public IpFields withTrafficClass(int trafficClass) {
        return new IpFields(ecn, trafficClass, timeToLive, fresh, badChecksum, from, to);
    }

    public IpFields withTimeToLive(int timeToLive) {
        return new IpFields(ecn, trafficClass, timeToLive, fresh, badChecksum, from, to);
    }

    public IpFields asFresh() {
        return new IpFields(ecn, trafficClass, timeToLive, true, badChecksum, from, to);
    }

    public IpFields withBadChecksum() {
        return new IpFields(ecn, trafficClass, timeToLive, fresh, true, from, to);
    }

    public IpFields withFrom(IpAddress from) {
        return new IpFields(ecn, trafficClass, timeToLive, fresh, badChecksum, from, to);
    }

    public IpFields withTo(IpAddress to) {
        return new IpFields(ecn, trafficClass, timeToLive, fresh, badChecksum, from, to);
    }

    /** Whether it only concerns packets that are injected. */
    public boolean isForInjection() {
        return fresh || badChecksum || from != null || to != null;
    }

    /** As the script writes it, with brackets; empty for {@link #NONE}. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "[", "]").setEmptyValue("");
        if (ecn != ANY) text.add(ECN_NAMES.get(ecn));
        if (trafficClass != ANY) text.add("tos 0x" + Integer.toHexString(trafficClass));
        if (timeToLive != ANY) text.add("ttl " + timeToLive);
        if (fresh) text.add("new");
        if (badChecksum) text.add("badsum");
        if (from != null) text.add("from " + from);
        if (to != null) text.add("to " + to);
        return text.toString();
    }
}
