package dev.weir.cli.network;

import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Who may connect. A denied address stays out even if another rule allows it; once something is allowed, all else is
 * denied; then the limits count.
 *
 * <p>Weir's TCP asks inside a turn, before a connection exists ({@link #admit}); over the operating system's, which has
 * opened the connection by then, the server asks after accept ({@link #accepted}) and tells the end ({@link #ended}).
 * Any thread.
 */
public final class Firewall implements Admission {
    /**
     * @param maxConnections at a time, 0 for no limit
     * @param maxPerAddress of one address at a time, 0 for no limit
     * @param reject answer with a reset instead of silence
     */
    public record Rules(List<Cidr> allow, List<Cidr> deny, int maxConnections, int maxPerAddress, boolean reject) {
        public Rules {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }

        /** Lets everybody in. */
        public static final Rules NONE = new Rules(List.of(), List.of(), 0, 0, false);
    }

    private final Rules rules;
    private final Consumer<String> log;
    private final LongAdder allowed = new LongAdder();
    private final Map<String, LongAdder> denied = new ConcurrentHashMap<>();
    private final Map<IpAddress, Integer> openByPeer = new HashMap<>(); // guarded by this, as is open
    private int open;

    /** @param log hears of every decision, inside a turn: it may not block */
    public Firewall(Rules rules, Consumer<String> log) {
        this.rules = rules;
        this.log = log;
    }

    @Override
    public Verdict admit(Flow flow, int open, int openOfPeer) {
        var verdict = judge(flow.remote(), open, openOfPeer);
        if (verdict.action() == Action.ALLOW) {
            allowed.increment();
        } else {
            denied.computeIfAbsent(verdict.rule(), _ -> new LongAdder()).increment();
        }
        log.accept(describe(flow, verdict));
        return verdict;
    }

    private Verdict judge(IpAddress peer, int open, int openOfPeer) {
        for (var cidr : rules.deny) {
            if (cidr.contains(peer)) return denied("deny " + cidr);
        }
        String rule = "no rule";
        if (!rules.allow.isEmpty()) {
            var match = rules.allow.stream().filter(cidr -> cidr.contains(peer)).findFirst();
            if (match.isEmpty()) return denied("not allowed");
            rule = "allow " + match.get();
        }
        if (rules.maxConnections > 0 && open >= rules.maxConnections) {
            return denied("max-connections " + rules.maxConnections);
        }
        if (rules.maxPerAddress > 0 && openOfPeer >= rules.maxPerAddress) {
            return denied("max-per-address " + rules.maxPerAddress);
        }
        return new Verdict(Action.ALLOW, rule);
    }

    private Verdict denied(String rule) {
        return new Verdict(rules.reject ? Action.REJECT : Action.DROP, rule);
    }

    private static String describe(Flow flow, Verdict verdict) {
        String peer = Flow.endpoint(flow.remote(), flow.remotePort());
        return switch (verdict.action()) {
            case ALLOW -> "filter: allowed " + peer + " (" + verdict.rule() + ")";
            case DROP -> "filter: denied " + peer + " (" + verdict.rule() + ")";
            case REJECT -> "filter: rejected " + peer + " (" + verdict.rule() + ")";
        };
    }

    /** A connection was accepted that nobody asked about before; if it is allowed, it counts until {@link #ended}. */
    public synchronized Verdict accepted(Flow flow) {
        int ofPeer = openByPeer.getOrDefault(flow.remote(), 0);
        var verdict = admit(flow, open, ofPeer);
        if (verdict.action() == Action.ALLOW) {
            open++;
            openByPeer.put(flow.remote(), ofPeer + 1);
        }
        return verdict;
    }

    /** A connection that {@link #accepted} let in is over. */
    public synchronized void ended(Flow flow) {
        open--;
        openByPeer.merge(flow.remote(), -1, (count, one) -> count + one == 0 ? null : count + one);
    }

    /** SYNs or connections that were let in. */
    public long allowed() {
        return allowed.sum();
    }

    /** How often each rule denied, by its text. */
    public Map<String, Long> denied() {
        var counts = new TreeMap<String, Long>();
        denied.forEach((rule, count) -> counts.put(rule, count.sum()));
        return counts;
    }
}
