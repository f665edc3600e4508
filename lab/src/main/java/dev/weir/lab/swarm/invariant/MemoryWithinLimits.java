package dev.weir.lab.swarm.invariant;

import dev.weir.core.config.Limits;
import dev.weir.core.config.StackConfig;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.Host;
import java.util.List;

/**
 * What a stack holds stays within its named limits: buffer memory, half-open connections, TIME-WAIT, and per connection
 * what is unread and what lies beyond a hole. Looked at every few quiet instants.
 */
public final class MemoryWithinLimits extends Invariant {
    private static final int EVERY = 16;

    private int instants;

    @Override
    public String name() {
        return "memory-within-limits";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public void settled(List<Host> hosts, long now) {
        if (instants++ % EVERY == 0) finished(hosts, now);
    }

    @Override
    public void finished(List<Host> hosts, long now) {
        for (Host host : hosts) {
            var stack = host.stack();
            var tcp = stack.tcp();
            check(host, stack.config().limits(), stack.bufferBytesInUse(), tcp.halfOpenCount(), tcp.timeWaitCount(), now);
            for (var connection : tcp.connections()) {
                check(connection.info(now), connection.options().receiveBytes(), stack.config(), now);
            }
        }
    }

    void check(Object host, Limits limits, long bufferBytes, int halfOpen, int timeWaits, long now) {
        within(host, "bytes of buffer memory", bufferBytes, limits.bufferBytes(), now);
        within(host, "half-open connections", halfOpen, limits.halfOpen(), now);
        within(host, "connections in TIME-WAIT", timeWaits, limits.timeWait(), now);
    }

    void check(TcpInfo info, long receiveBytes, StackConfig config, long now) {
        long capacity = Math.max(receiveBytes, config.tcp().buffers().receiveBytes()); // it may have been larger once
        within(info.flow(), "unread bytes and bytes beyond a hole", info.unreadBytes() + info.outOfOrderBytes(),
                capacity, now);
    }

    void within(Object where, String what, long value, long limit, long now) {
        if (value > limit) broken(now, where, value + " " + what + ", and the limit is " + limit);
    }
}
