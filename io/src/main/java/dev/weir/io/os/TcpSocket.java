package dev.weir.io.os;

import dev.weir.core.event.State;
import dev.weir.wire.IpAddress;
import java.util.Optional;

/**
 * A TCP socket of the operating system, at the moment when it was asked.
 *
 * @param local our address; {@code ::} and {@code 0.0.0.0} mean any
 * @param remotePort 0 if there is no peer
 * @param receiveQueue bytes that the application has not read; of a listener, connections that it has not accepted
 * @param sendQueue bytes that the peer has not acknowledged; of a listener, its backlog
 * @param timerNanos until its timer expires, in steps of a millisecond: in TIME-WAIT the time that is left; 0 without
 * @param userId of its owner
 * @param inode names the socket in {@code /proc}; 0 where no process holds it any more
 * @param info empty where the kernel keeps none, in TIME-WAIT for example
 */
public record TcpSocket(
        State state, IpAddress local, int localPort, IpAddress remote, int remotePort,
        long receiveQueue, long sendQueue, long timerNanos, int userId, long inode, Optional<KernelTcpInfo> info) {}
