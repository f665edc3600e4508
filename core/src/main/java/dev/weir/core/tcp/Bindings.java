package dev.weir.core.tcp;

import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which local ports are taken, and by what; and the choice of a free one.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6056#section-3.3.3 RFC 6056, section 3.3.3: a keyed offset per peer
 */
final class Bindings {
    private final Map<Integer, List<Binding>> byPort = new HashMap<>();
    private final int first;
    private final int range;
    private final SipHash random;
    private int counter;

    Bindings(int first, int last, SipHash random) {
        this.first = first;
        this.range = last - first + 1;
        this.random = random;
    }

    /**
     * Reserves an address and port; port 0: a free one.
     *
     * @param reusePort to share it with others that allow it too, listeners included
     * @param inTimeWait asks whether a port lingers there
     */
    Binding bind(IpAddress address, int port, boolean reuse, boolean reusePort, IntPredicate inTimeWait) {
        if (port != 0) {
            if (isTaken(address, port, reuse, reusePort) || !reuse && !reusePort && inTimeWait.test(port)) {
                throw new CallRefused(CallRefused.Why.ADDRESS_IN_USE);
            }
            return add(new Binding(this, address, port, reuse, reusePort));
        }
        int free = freePort(new Flow(address, 0, IpAddress.ANY_IPV6, 0),
                p -> !isTaken(address, p, false, false) && !inTimeWait.test(p));
        return add(new Binding(this, address, free, reuse, reusePort));
    }

    /** A port for an active open: it need only make the flow unique, so ports are shared between different peers. */
    Binding bindFor(IpAddress local, IpAddress remote, int remotePort, IntPredicate unique) {
        var flow = new Flow(local, 0, remote, remotePort);
        int port = freePort(flow, p -> !isTaken(local, p, true, false) && unique.test(p));
        return add(new Binding(this, local, port, true, false));
    }

    /**
     * The listening binding for a segment of this flow: an exact one before a wildcard; of several that share the port,
     * always the same one for the same flow, as long as there are as many.
     */
    Binding listening(Flow flow) {
        Binding best = null;
        int sharing = 0;
        for (var binding : byPort.getOrDefault(flow.localPort(), List.of())) {
            if (!isCandidate(binding, flow) || best != null && !best.isWildcard() && binding.isWildcard()) continue;
            sharing = best == null || best.isWildcard() != binding.isWildcard() ? 1 : sharing + 1;
            best = binding;
        }
        return sharing <= 1 ? best : shared(flow, best.isWildcard(), sharing);
    }

    /** How segments to this port are answered if nobody listens there: as somebody who bound it wants it, or null. */
    ConnectionOptions answering(Flow flow) {
        for (var binding : byPort.getOrDefault(flow.localPort(), List.of())) {
            if (binding.answering() != null && binding.covers(flow.local())) return binding.answering();
        }
        return null;
    }

    private Binding shared(Flow flow, boolean wildcard, int sharing) {
        int left = Math.floorMod(random.hash(flow, 6), sharing);
        for (var binding : byPort.get(flow.localPort())) {
            if (isCandidate(binding, flow) && binding.isWildcard() == wildcard && left-- == 0) return binding;
        }
        throw new AssertionError("fewer candidates than were counted");
    }

    private static boolean isCandidate(Binding binding, Flow flow) {
        return binding.listening() && binding.covers(flow.local());
    }

    void remove(Binding binding) {
        var onPort = byPort.get(binding.port());
        onPort.remove(binding);
        if (onPort.isEmpty()) byPort.remove(binding.port());
    }

    boolean isTaken(IpAddress address, int port, boolean reuse, boolean reusePort) {
        for (var binding : byPort.getOrDefault(port, List.of())) {
            if (reusePort && binding.reusePort()) continue;
            if (binding.overlaps(address) && (!reuse || !binding.reuse() || binding.listening())) return true;
        }
        return false;
    }

    /** Somebody else listens where this one would. */
    boolean hasOtherListener(Binding binding) {
        for (var other : byPort.getOrDefault(binding.port(), List.of())) {
            if (binding.reusePort() && other.reusePort()) continue;
            if (other != binding && other.listening() && other.overlaps(binding.address())) return true;
        }
        return false;
    }

    private Binding add(Binding binding) {
        byPort.computeIfAbsent(binding.port(), p -> new ArrayList<>(1)).add(binding);
        return binding;
    }

    private int freePort(Flow flow, IntPredicate isFree) {
        int offset = (int) random.hash(flow, 3) & Integer.MAX_VALUE;
        for (int tries = 0; tries < range; tries++) {
            int port = first + (int) ((offset + (counter++ & 0xffffffffL)) % range);
            if (isFree.test(port)) return port;
        }
        throw new CallRefused(CallRefused.Why.NO_FREE_PORT);
    }
}
