package dev.weir.analysis.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A number that is computed from a packet: 32 bits without sign.
 *
 * @param needed what the packet must be, so that there is such a number
 */
record Arithmetic(List<Condition> needed, Value value) {
    /** Of a packet that is what is needed. */
    @FunctionalInterface
    interface Value {
        long of(Frame frame);
    }

    static final Set<String> RELATIONS = Set.of("<", "<=", ">", ">=", "=", "==", "!=");
    /** From the loosest to the tightest. */
    static final List<Set<String>> OPERATORS =
            List.of(Set.of("|", "^"), Set.of("&"), Set.of("<<", ">>"), Set.of("+", "-"), Set.of("*", "/", "%"));
    /** Names for offsets, types and flags. */
    static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("tcpflags", 13), Map.entry("tcp-fin", 0x01), Map.entry("tcp-syn", 0x02),
            Map.entry("tcp-rst", 0x04), Map.entry("tcp-push", 0x08), Map.entry("tcp-ack", 0x10),
            Map.entry("tcp-urg", 0x20), Map.entry("tcp-ece", 0x40), Map.entry("tcp-cwr", 0x80),
            Map.entry("icmptype", 0), Map.entry("icmpcode", 1), Map.entry("icmp-echoreply", 0),
            Map.entry("icmp-unreach", 3), Map.entry("icmp-sourcequench", 4), Map.entry("icmp-redirect", 5),
            Map.entry("icmp-echo", 8), Map.entry("icmp-routeradvert", 9), Map.entry("icmp-routersolicit", 10),
            Map.entry("icmp-timxceed", 11), Map.entry("icmp-paramprob", 12), Map.entry("icmp-tstamp", 13),
            Map.entry("icmp-tstampreply", 14), Map.entry("icmp-ireq", 15), Map.entry("icmp-ireqreply", 16),
            Map.entry("icmp-maskreq", 17), Map.entry("icmp-maskreply", 18), Map.entry("icmp6type", 0),
            Map.entry("icmp6code", 1), Map.entry("icmp6-destinationunreach", 1), Map.entry("icmp6-packettoobig", 2),
            Map.entry("icmp6-timeexceeded", 3), Map.entry("icmp6-parameterproblem", 4), Map.entry("icmp6-echo", 128),
            Map.entry("icmp6-echoreply", 129), Map.entry("icmp6-routersolicit", 133),
            Map.entry("icmp6-routeradvert", 134), Map.entry("icmp6-neighborsolicit", 135),
            Map.entry("icmp6-neighboradvert", 136), Map.entry("icmp6-redirect", 137));

    private static final long MASK = 0xffff_ffffL;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    static Arithmetic constant(long value) {
        return new Arithmetic(List.of(), _ -> value & MASK);
    }

    static Arithmetic length() {
        return new Arithmetic(List.of(), frame -> frame.lengthBytes() & MASK);
    }

    Arithmetic negated() {
        return new Arithmetic(needed, frame -> -value.of(frame) & MASK);
    }

    /** {@code tcp[offset:size]}. */
    static Arithmetic load(Protocol protocol, Arithmetic offset, int size, int tags) {
        var needed = new ArrayList<>(offset.needed);
        Value base = switch (protocol) {
            case ETHER, LINK -> _ -> 0;
            case IP, IP6, ARP, RARP -> frame -> frame.network(tags);
            case ICMP6 -> frame -> frame.network(tags) + 40;
            default -> frame -> frame.network(tags) + ((frame.u8(frame.network(tags)) & 0xf) << 2);
        };
        switch (protocol) {
            case ETHER, LINK -> { } // every packet has one
            case IP, IP6, ARP, RARP, ICMP6 -> needed.add(protocol.condition(tags));
            default -> {
                needed.add(Protocol.ipv4(protocol.number(), tags));
                needed.add(frame -> (frame.u16(frame.network(tags) + 6) & FRAGMENT_OFFSET) == 0);
            }
        }
        return new Arithmetic(List.copyOf(needed), frame -> {
            long at = base.of(frame) + offset.value.of(frame);
            return switch (size) {
                case 1 -> frame.u8(at);
                case 2 -> frame.u16(at);
                default -> frame.u32(at);
            };
        });
    }

    Arithmetic combined(String operator, Arithmetic other) {
        var both = new ArrayList<>(needed);
        both.addAll(other.needed);
        Value left = value;
        Value right = other.value;
        Value result = switch (operator) {
            case "+" -> frame -> left.of(frame) + right.of(frame) & MASK;
            case "-" -> frame -> left.of(frame) - right.of(frame) & MASK;
            case "*" -> frame -> left.of(frame) * right.of(frame) & MASK;
            case "/" -> frame -> left.of(frame) / divisor(right.of(frame));
            case "%" -> frame -> left.of(frame) % divisor(right.of(frame));
            case "&" -> frame -> left.of(frame) & right.of(frame);
            case "|" -> frame -> left.of(frame) | right.of(frame);
            case "^" -> frame -> left.of(frame) ^ right.of(frame);
            case "<<" -> frame -> right.of(frame) > 31 ? 0 : left.of(frame) << right.of(frame) & MASK;
            case ">>" -> frame -> right.of(frame) > 31 ? 0 : left.of(frame) >>> right.of(frame);
            default -> throw new IllegalArgumentException(operator);
        };
        return new Arithmetic(List.copyOf(both), result);
    }

    /** A division by zero ends the evaluation, as reading behind the end does. */
    private static long divisor(long value) {
        if (value == 0) throw Frame.Short.INSTANCE;
        return value;
    }

    Condition compared(String relation, Arithmetic other) {
        Value left = value;
        Value right = other.value;
        Condition compared = switch (relation) {
            case "<" -> frame -> left.of(frame) < right.of(frame);
            case "<=" -> frame -> left.of(frame) <= right.of(frame);
            case ">" -> frame -> left.of(frame) > right.of(frame);
            case ">=" -> frame -> left.of(frame) >= right.of(frame);
            case "=", "==" -> frame -> left.of(frame) == right.of(frame);
            case "!=" -> frame -> left.of(frame) != right.of(frame);
            default -> throw new IllegalArgumentException(relation);
        };
        var all = new ArrayList<>(needed);
        all.addAll(other.needed);
        Condition first = _ -> true;
        for (var each : all) first = first.and(each);
        return first.and(compared);
    }
}
