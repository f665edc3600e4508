package dev.weir.lab.swarm.invariant;

import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.core.time.Deadline;
import dev.weir.lab.Host;
import java.util.List;

/**
 * No timer is lost: who has something to send, or waits for an acknowledgment, has a deadline. Checked when nothing is
 * left that could happen, and at every quiet instant on hosts without a deadline.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8 RFC 9293, section 3.8; RFC 6298, section 5
 */
public final class NothingWaitsForever extends Invariant {
    @Override
    public String name() {
        return "nothing-waits-forever";
    }

    @Override
    public String source() {
        return "RFC 6298 5";
    }

    @Override
    public void settled(List<Host> hosts, long now) {
        for (Host host : hosts) {
            if (!host.stack().isClosed() && host.stack().nextDeadline() == Deadline.NEVER) check(host, now);
        }
    }

    @Override
    public void finished(List<Host> hosts, long now) {
        for (Host host : hosts) check(host, now);
    }

    private void check(Host host, long now) {
        for (Connection connection : host.stack().tcp().connections()) {
            check(connection.info(now), host, now);
        }
    }

    /** What a connection without a deadline looks like. */
    void check(TcpInfo info, Host host, long now) {
        if (info.bytesInFlight() > 0 || info.unsentBytes() > 0) {
            broken(now, host + " " + info.flow(), "nothing will ever happen, with " + info.bytesInFlight()
                    + " bytes in flight and " + info.unsentBytes() + " unsent in " + info.state());
        }
    }
}
