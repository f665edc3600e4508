package dev.weir.lab.drill.script;

import dev.weir.wire.IpAddress;
import java.util.List;
import java.util.StringJoiner;

/**
 * What stands in brackets before the flags: {@code [ect0]}, {@code [tos 0xb8, ttl 64]}. {@link #ANY} where a script
 * does not say: nothing is compared, and an injected packet gets {@code tos 0, ttl 64}.
 *
 * @param ecn 0..3, {@link #EITHER_ECT}, or ANY
 * @param dscp 0..63, or ANY
 * @param trafficClass all eight bits, or ANY
 * @param timeToLive hop limit as well, or ANY
 * @param flowLabel 0..2^20-1, or ANY; nothing over IPv4
 * @param fresh an injected SYN opens a new connection on ports used before: numbers begin anew
 * @param badChecksum an injected packet's TCP or ICMP checksum is wrong
 * @param from source of an injected packet, null: the peer
 * @param to destination of an injected packet, null: the stack
 */
public record IpFields(int ecn, int dscp, int trafficClass, int timeToLive, int flowLabel, boolean fresh,
        boolean badChecksum, IpAddress from, IpAddress to) {
    public static final int ANY = -1;
    /** {@code ect01}: ECT(0) or ECT(1), expected only. */
    public static final int EITHER_ECT = 4;
    public static final IpFields NONE = new IpFields(ANY, ANY, ANY, ANY, ANY, false, false, null, null);
    /** By their two bits. */
    public static final List<String> ECN_NAMES = List.of("noecn", "ect1", "ect0", "ce", "ect01");

    public IpFields withEcn(int ecn) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    public IpFields withDscp(int dscp) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    public IpFields withTrafficClass(int trafficClass) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    public IpFields withTimeToLive(int timeToLive) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    public IpFields withFlowLabel(int flowLabel) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    public IpFields asFresh() {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, true, badChecksum, from, to);
    }

    public IpFields withBadChecksum() {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, true, from, to);
    }

    public IpFields withFrom(IpAddress from) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    public IpFields withTo(IpAddress to) {
        return new IpFields(ecn, dscp, trafficClass, timeToLive, flowLabel, fresh, badChecksum, from, to);
    }

    /** Whether it only concerns packets that are injected. */
    public boolean isForInjection() {
        return fresh || badChecksum || from != null || to != null;
    }

    /** Whether {@code trafficClass}, all eight bits as seen, has the code point demanded here. */
    public boolean allowsEcn(int trafficClass) {
        int seen = trafficClass & 3;
        return ecn == ANY || ecn == seen || ecn == EITHER_ECT && (seen == 1 || seen == 2);
    }

    /** All eight bits of an injected packet; 0 where nothing is said. */
    public int injectedTrafficClass() {
        int bits = Math.max(trafficClass, 0);
        if (dscp != ANY) bits = bits & 3 | dscp << 2;
        return ecn == ANY ? bits : bits & ~3 | ecn;
    }

    /** As the script writes it, with brackets; empty for {@link #NONE}. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "[", "]").setEmptyValue("");
        if (dscp != ANY) text.add("dscp 0x" + Integer.toHexString(dscp));
        if (ecn != ANY) text.add((dscp == ANY ? "" : "ecn ") + ECN_NAMES.get(ecn));
        if (trafficClass != ANY) text.add("tos 0x" + Integer.toHexString(trafficClass));
        if (flowLabel != ANY) text.add("flowlabel 0x" + Integer.toHexString(flowLabel));
        if (timeToLive != ANY) text.add("ttl " + timeToLive);
        if (fresh) text.add("new");
        if (badChecksum) text.add("badsum");
        if (from != null) text.add("from " + from);
        if (to != null) text.add("to " + to);
        return text.toString();
    }
}
