package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.Gate;
import dev.weir.core.Request;
import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.time.Deadline;
import dev.weir.core.udp.UdpRefused;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.io.InterruptedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A driver that answers in the exceptions of {@code java.net}. Any thread. */
record Calls(Driver driver) {
    /** Runs {@code request} in a turn. */
    <R> R ask(Request<R> request) throws SocketException {
        try {
            return driver.submit(request);
        } catch (CallRefused refused) {
            throw Failures.refused(refused);
        } catch (UdpRefused refused) {
            throw Failures.refused(refused);
        } catch (IllegalStateException e) {
            if (driver.isClosed()) throw Failures.stackClosed();
            throw e;
        }
    }

    /** Whom a destination means: a wildcard means this host, by an address of the same version. */
    InetAddress destination(InetAddress named) throws SocketException {
        if (!named.isAnyLocalAddress()) return named;
        boolean ipv4 = named instanceof Inet4Address;
        return ask((stack, now) -> stack.config().addresses().stream().map(Cidr::address)
                .filter(own -> own.isIpv4() == ipv4).findFirst()
                .orElse(ipv4 ? IpAddress.LOOPBACK_IPV4 : IpAddress.LOOPBACK_IPV6)).toInetAddress();
    }

    void ring(Marked item) {
        driver.ring(item);
    }

    /** @param timeoutMillis 0: never */
    long deadline(int timeoutMillis) {
        return timeoutMillis == 0
                ? Deadline.NEVER
                : Deadline.after(driver.now(), TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    /** Waits for other threads in the same call, of which one at a time may proceed. */
    void enter(Gate gate, long deadline, String timedOut) throws SocketTimeoutException {
        if (!gate.enter(deadline)) throw new SocketTimeoutException(timedOut);
    }

    /**
     * @return true if ready, false if the deadline passed first
     * @throws InterruptedIOException on an interrupted virtual thread; Socket and ServerSocket close themselves then
     */
    boolean await(WaitPoint point, BooleanSupplier ready, long deadline) throws InterruptedIOException, SocketException {
        try {
            return driver.await(point, ready, deadline);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        } catch (IllegalStateException e) {
            if (driver.isClosed()) throw Failures.stackClosed();
            throw e;
        }
    }

    /** @throws SocketTimeoutException if the deadline passed first */
    void await(WaitPoint point, BooleanSupplier ready, long deadline, String timedOut)
            throws InterruptedIOException, SocketException {
        if (!await(point, ready, deadline)) throw new SocketTimeoutException(timedOut);
    }
}
