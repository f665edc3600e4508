package dev.weir.lab.drill.shim;

import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Linux tells a sender behind its back, for {@code recvmsg(..., MSG_ERRQUEUE)}: that pages given away with MSG_ZEROCOPY
 * are its own again, and when the last byte of each write was handed to the device, left, and was acknowledged.
 */
final class ErrorQueue {
    private static final String STAMP = "SOF_TIMESTAMPING_";
    private static final Set<String> STAMPS = Set.of("TX_SCHED", "TX_SOFTWARE", "TX_ACK", "SOFTWARE",
            "OPT_ID", "OPT_ID_TCP", "OPT_TSONLY");
    private static final long TOLERANCE_NANOS = 4_000_000; // of packetdrill
    private static final int COPIED = 1;
    private static final int TRUNCATED = 0x20;
    private static final int ERROR_QUEUE = 0x2000;

    /** @param at of a timestamp; -1: pages {@code first} to {@code data} are free */
    private record Entry(long at, long kind, long first, long data) {
        boolean isStamp() {
            return at >= 0;
        }
    }

    private static final class Write {
        long end; // position behind its last byte
        long pages = -1; // what MSG_ZEROCOPY numbered it
        boolean stamped;
        boolean left;
    }

    private final Host host;
    private final TcpSocket socket;
    private final long start;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final List<Write> writes = new ArrayList<>();
    private Set<String> stamps = Set.of();
    private long stampBase; // position that OPT_ID counts from
    private long nextPages;
    private long arrivals;
    boolean zeroCopy; // SO_ZEROCOPY

    /** @param start what the script calls 0 */
    ErrorQueue(Host host, TcpSocket socket, long start) {
        this.host = host;
        this.socket = socket;
        this.start = start;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Changes with each entry. */
    long arrivals() {
        return arrivals;
    }

    /** SO_TIMESTAMPING. */
    void stamp(Value flags) {
        var names = flags.allSymbols().map(name -> {
            String bare = name.startsWith(STAMP) ? name.substring(STAMP.length()) : name;
            if (!STAMPS.contains(bare)) throw new NotApplicable(name);
            return bare;
        }).toList();
        stamps = Set.copyOf(names);
        long una = socket.connection == null ? 1 : socket.writePosition - unacknowledged();
        stampBase = stamps.contains("OPT_ID_TCP") ? socket.writePosition : una;
    }

    /** A write has taken all that it takes. */
    void written(boolean givesPages) {
        boolean stamped = stamps.stream().anyMatch(name -> name.startsWith("TX_"));
        if (!stamped && !(givesPages && zeroCopy)) return;
        var write = new Write();
        write.end = socket.writePosition;
        write.stamped = stamped;
        if (givesPages && zeroCopy) write.pages = nextPages++;
        writes.add(write);
    }

    /** Something may have been sent or acknowledged. */
    void settled(long now) {
        if (writes.isEmpty() || socket.hasEnded()) return;
        TcpInfo info = info();
        long nxt = socket.writePosition - info.unsentBytes();
        long una = Math.min(nxt - info.bytesInFlight(), socket.writePosition);
        for (Write write : writes) {
            if (write.stamped && !write.left && nxt >= write.end) {
                write.left = true;
                stamp("TX_SCHED", 1, write, now);
                stamp("TX_SOFTWARE", 0, write, now);
            }
            if (una < write.end) continue;
            if (write.stamped) stamp("TX_ACK", 2, write, now);
            if (write.pages >= 0) free(write.pages);
        }
        writes.removeIf(write -> una >= write.end);
    }

    private void stamp(String which, int kind, Write write, long now) {
        if (!stamps.contains(which) || !stamps.contains("SOFTWARE")) return;
        long key = stamps.contains("OPT_ID") ? write.end - 1 - stampBase : 0;
        add(new Entry(now - start, kind, 0, key));
    }

    /** Consecutive numbers are told together. */
    private void free(long pages) {
        Entry last = entries.peekLast();
        if (last != null && !last.isStamp() && last.data() + 1 == pages) {
            entries.removeLast();
            add(new Entry(-1, 0, last.first(), pages));
        } else {
            add(new Entry(-1, 0, pages, pages));
        }
    }

    private void add(Entry entry) {
        entries.addLast(entry);
        arrivals++;
    }

    private TcpInfo info() {
        return host.stack().execute((_, now) -> socket.connection.info(now), host.now()); // which rings nobody
    }

    private long unacknowledged() {
        TcpInfo info = info();
        return info.bytesInFlight() + info.unsentBytes();
    }

    /** {@code recvmsg(4, {..., msg_flags=MSG_ERRQUEUE, msg_control=[...]}, MSG_ERRQUEUE) = 0}. */
    Answer take(Value flags, Value control, Constants constants) {
        Entry entry = entries.pollFirst();
        if (entry == null) return Answer.failed(Errno.EAGAIN);
        var surprises = new ArrayList<String>();
        long flagged = ERROR_QUEUE | (entry.isStamp() ? TRUNCATED : 0);
        if (!(flags instanceof Value.Any) && constants.number(flags) != flagged) {
            surprises.add("msg_flags is 0x" + Long.toHexString(flagged) + " instead of " + flags);
        }
        if (control instanceof Value.Items(List<Value> messages)) {
            for (Value message : messages) {
                if (!(message instanceof Value.Fields(Map<String, Value> fields))
                        || !(fields.get("cmsg_data") instanceof Value.Fields(Map<String, Value> data))) {
                    throw new NotApplicable("msg_control " + message);
                }
                compare(entry, data, constants, surprises);
            }
        }
        return Answer.ZERO.and(surprises);
    }

    private static void compare(Entry entry, Map<String, Value> expected, Constants constants, List<String> surprises) {
        if (expected.containsKey("scm_sec")) {
            long at = constants.number(expected.get("scm_sec")) * 1_000_000_000
                    + constants.number(expected.get("scm_nsec"));
            if (Math.abs(at - entry.at()) > TOLERANCE_NANOS) {
                surprises.add("the timestamp is " + entry.at() + " ns instead of " + at);
            }
            return;
        }
        Map<String, Long> seen = entry.isStamp()
                ? Map.of("ee_errno", constants.number(new Value.Symbol("ENOMSG")), "ee_origin", 4L, "ee_type", 0L,
                        "ee_code", 0L, "ee_info", entry.kind(), "ee_data", entry.data())
                : Map.of("ee_errno", 0L, "ee_origin", 5L, "ee_type", 0L, "ee_code", (long) COPIED, "ee_info", entry.first(),
                        "ee_data", entry.data());
        expected.forEach((name, value) -> {
            Long is = seen.get(name);
            if (is == null) throw new NotApplicable("cmsg_data " + name);
            if (!(value instanceof Value.Any) && constants.number(value) != is) {
                surprises.add(name + " is " + is + " instead of " + value);
            }
        });
    }
}
