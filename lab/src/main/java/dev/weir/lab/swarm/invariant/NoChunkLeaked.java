package dev.weir.lab.swarm.invariant;

import dev.weir.lab.Host;
import java.util.List;

/** When all connections have ended and been read, no buffer memory is in use. */
public final class NoChunkLeaked extends Invariant {
    @Override
    public String name() {
        return "no-chunk-leaked";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public void finished(List<Host> hosts, long now) {
        for (Host host : hosts) {
            int connections = host.stack().tcp().connections().size();
            if (connections == 0) check(host.stack().bufferBytesInUse(), host, now);
        }
    }

    void check(long bytesInUse, Object host, long now) {
        if (bytesInUse != 0) broken(now, host, bytesInUse + " bytes of buffer memory are in use, by nobody");
    }
}
