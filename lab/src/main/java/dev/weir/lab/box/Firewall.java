package dev.weir.lab.box;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Rules in their order, and, unless it is stateless, a memory of flows: what belongs to a known one passes without being
 * asked, and TCP that begins without a SYN has no state and is refused.
 *
 * {@snippet :
 * var firewall = Firewall.stateful(Idle.ofAll(Duration.ofSeconds(350)))
 *         .allow(Match.OUTWARD)
 *         .allow(Match.toPort(443))
 *         .refuse(Match.ALL, Refusal.PROHIBITED)
 *         .withoutState(Refusal.RESET);
 * }
 *
 * What no rule decides is dropped silently if it comes from outside, and passes if it comes from inside.
 */
public final class Firewall implements Middlebox {
    /** Flows remembered at a time; beyond, the one that was silent for longest is forgotten. */
    public static final int FLOWS = 65_536;

    /** @param refusal null: it passes */
    private record Rule(Match match, Refusal refusal) {}

    private final Idle idle; // null: stateless
    private final List<Rule> rules = new ArrayList<>();
    private final LinkedHashMap<FlowKey, Tracked> flows = new LinkedHashMap<>(16, 0.75f, true); // the most silent first
    private Refusal withoutState = Refusal.SILENCE;
    private int limit = FLOWS;
    private boolean keepsOld;

    private Firewall(Idle idle) {
        this.idle = idle;
    }

    /** Asks its rules about every packet. */
    public static Firewall stateless() {
        return new Firewall(null);
    }

    /** Asks its rules about the first packet of each flow. */
    public static Firewall stateful(Idle idle) {
        return new Firewall(idle);
    }

    /** What matches passes. */
    public Firewall allow(Match match) {
        rules.add(new Rule(match, null));
        return this;
    }

    /** What matches does not. */
    public Firewall refuse(Match match, Refusal refusal) {
        rules.add(new Rule(match, refusal));
        return this;
    }

    /** What happens to TCP of a flow that is not known, or not any more; {@link Refusal#SILENCE} at first. */
    public Firewall withoutState(Refusal refusal) {
        withoutState = refusal;
        return this;
    }

    /** Flows remembered at a time, 1..{@link #FLOWS}. */
    public Firewall flows(int limit) {
        if (limit < 1 || limit > FLOWS) throw new IllegalArgumentException("flows must be 1.." + FLOWS + ", not " + limit);
        this.limit = limit;
        return this;
    }

    /** A full memory takes no new flows, instead of forgetting old ones: their first packets are dropped silently. */
    public Firewall keepOldWhenFull() {
        keepsOld = true;
        return this;
    }

    /** Flows that are known now. */
    public int known() {
        return flows.size();
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        boolean outward = way.isOutward();
        FlowKey flow = idle == null ? null : flow(packet, outward);
        Tracked known = flow == null ? null : flows.get(flow);
        if (known != null && known.isExpired(idle, now)) {
            flows.remove(flow);
            way.place().note(Cause.STATE_LOST, packet, now);
            known = null;
        }
        if (known == null) {
            Refusal refusal = judge(packet, outward);
            if (refusal != null) {
                refusal.apply(packet, refusal == Refusal.SILENCE ? Cause.FILTERED : Cause.REJECTED, way, now);
                return;
            }
            if (flow != null && !isBeginning(packet)) {
                withoutState.apply(packet, Cause.NO_STATE, way, now);
                return;
            }
            if (flow != null && Quoted.of(packet) == null) {
                if (flows.size() == limit && keepsOld && !forgetExpired(now)) {
                    way.place().drop(Cause.STATE_FULL, packet, now);
                    return;
                }
                known = remember(flow, outward, way, now);
            }
        }
        if (known != null && Quoted.of(packet) == null) known.saw(packet, outward, now);
        way.forward(packet, now);
    }

    /** ICMP errors belong to the flow that they quote. */
    private static FlowKey flow(Packet packet, boolean outward) {
        Quoted quoted = Quoted.of(packet);
        return quoted != null ? quoted.flow(outward) : FlowKey.of(packet, outward);
    }

    private Refusal judge(Packet packet, boolean outward) {
        for (Rule rule : rules) {
            if (rule.match().test(packet, outward)) return rule.refusal();
        }
        return outward ? null : Refusal.SILENCE;
    }

    private static boolean isBeginning(Packet packet) {
        int flags = Headers.tcpFlags(packet);
        return flags == 0 || (flags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
    }

    /** False if nothing has expired; flows expire at different ages, so all are looked at. */
    private boolean forgetExpired(long now) {
        return flows.values().removeIf(tracked -> tracked.isExpired(idle, now));
    }

    private Tracked remember(FlowKey flow, boolean outward, Passage way, long now) {
        if (flows.size() == limit) {
            flows.pollFirstEntry();
            way.place().note(Cause.STATE_LOST, null, () -> "more than " + limit + " flows", now);
        }
        var tracked = new Tracked(flow.protocol(), outward, now);
        flows.put(flow, tracked);
        return tracked;
    }

    @Override
    public void forget(long now) {
        flows.clear();
    }
}
