package dev.weir.lab.drill.shim;

import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.Host;
import java.util.ArrayDeque;

/**
 * How much Linux takes from who writes: not bytes are counted, but the kernel's buffers that hold them. One more is begun as
 * long as those that are queued take less than SO_SNDBUF, and it may then be filled, however large it is; so a write goes
 * beyond the limit by up to one buffer. Who found no room is woken only when a third of it is free.
 *
 * <p>Used where a script sets SO_SNDBUF or TCP_NOTSENT_LOWAT; otherwise the stack's own capacity counts.
 */
final class SendMemory {
    /** For the stack's own buffer: this one decides. */
    static final int UNLIMITED_BYTES = 1 << 30;
    static final long NO_LOW_WATER = 0xffff_ffffL;

    private static final int OVERHEAD = 1280; // of one buffer
    private static final int LEAST = 4608;
    private static final int LARGEST_BUFFER = 65_215; // what one offloaded packet carries
    private static final int SMALL_WINDOW = 536;

    private final Host host;
    private final TcpSocket socket;
    private final ArrayDeque<Long> ends = new ArrayDeque<>(); // positions, one for each buffer
    private long una = 1;
    private long nxt = 1;
    private long tail = 1; // as far as this writer knows
    private long largestWindow;
    private boolean waits; // a writer found no room
    private long starvedNanos; // it waited although everything was sent
    private long starvedSince = -1;

    boolean limited; // SO_SNDBUF was set
    long lowWater; // TCP_NOTSENT_LOWAT; 0: the system's
    private final long systemLowWater;

    SendMemory(Host host, TcpSocket socket, long systemLowWater) {
        this.host = host;
        this.socket = socket;
        this.systemLowWater = systemLowWater;
    }

    /** Those of a listener hold for what it accepts. */
    void inherit(SendMemory listeners) {
        limited = listeners.limited;
        lowWater = listeners.lowWater;
    }

    boolean isActive() {
        return socket.platform == Platform.LINUX && (limited || lowWater() != NO_LOW_WATER);
    }

    private long lowWater() {
        return lowWater == 0 ? systemLowWater : lowWater;
    }

    /** How many of {@code wanted} bytes may be written now. */
    int room(int wanted) {
        TcpInfo info = look();
        int goal = goal(info);
        long sendable = una + Math.min(info.cwndBytes(), info.sendWindowBytes());
        int taken = 0;
        while (taken < wanted) {
            long start = startOfLast();
            long length = ends.isEmpty() || nxt >= tail ? goal : tail - start;
            int more = (int) Math.min(wanted - taken, goal - length);
            if (more > 0) {
                ends.removeLast();
            } else if (isFree()) {
                more = Math.min(wanted - taken, goal);
            } else {
                waits = true;
                break;
            }
            tail += more;
            taken += more;
            ends.addLast(tail);
            sent(Math.min(tail, nxt + Math.max(0, (sendable - nxt) / info.sendMss() * info.sendMss())));
        }
        return taken;
    }

    /** Where the last buffer that is not sent as a whole begins. */
    private long startOfLast() {
        long before = una;
        for (long end : ends) {
            if (end != ends.getLast()) before = end;
        }
        return Math.max(before, nxt);
    }

    /** What is sent leaves the buffer that it was part of. */
    private void sent(long upTo) {
        if (upTo <= nxt) return;
        nxt = upTo;
        if (ends.isEmpty() || upTo >= ends.getLast() || ends.contains(upTo)) return;
        var split = new ArrayDeque<Long>();
        for (long end : ends) {
            if (end > upTo && (split.isEmpty() || split.getLast() < upTo)) split.addLast(upTo);
            split.addLast(end);
        }
        ends.clear();
        ends.addAll(split);
    }

    private TcpInfo look() {
        TcpInfo info = host.stack().execute((_, now) -> socket.connection.info(now), host.now()); // which rings nobody
        tail = socket.writePosition;
        long sentTo = tail - info.unsentBytes();
        una = Math.max(una, Math.min(sentTo - info.bytesInFlight(), tail));
        nxt = Math.max(nxt, una);
        sent(sentTo);
        while (!ends.isEmpty() && ends.getFirst() <= una) ends.removeFirst();
        largestWindow = Math.max(largestWindow, info.sendWindowBytes());
        return info;
    }

    /** How large a buffer is filled: half of the largest window at most, in whole segments. */
    private int goal(TcpInfo info) {
        long most = largestWindow > SMALL_WINDOW ? largestWindow / 2 : largestWindow;
        long goal = Math.min(LARGEST_BUFFER, most) / info.sendMss() * info.sendMss();
        return (int) Math.max(goal, info.sendMss());
    }

    private long queued() {
        return tail - una + (long) OVERHEAD * ends.size();
    }

    private long limit() {
        return limited ? Math.max(LEAST, 2L * socket.options.sendBytes()) : UNLIMITED_BYTES;
    }

    private boolean isFree() {
        return queued() < limit() && tail - nxt < lowWater();
    }

    /** What poll calls writable. */
    boolean isWritable() {
        look();
        return limit() - queued() >= queued() / 2 && 2 * (tail - nxt) < lowWater();
    }

    /** A writer waits: whether it is woken now. */
    boolean wakes(long now) {
        if (!waits || isWritable()) {
            waits = false;
            starved(false, now);
            return true;
        }
        starved(nxt >= tail, now);
        return false;
    }

    private void starved(boolean is, long now) {
        if (starvedSince >= 0) starvedNanos += now - starvedSince;
        starvedSince = is ? now : -1;
    }

    /** How long a writer waited for room although all was sent. */
    long starvedNanos(long now) {
        return starvedNanos + (starvedSince < 0 ? 0 : now - starvedSince);
    }
}
