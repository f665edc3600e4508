package dev.weir.core.tcp;

import dev.weir.core.config.StackConfig;
import java.time.Duration;

/**
 * What an application chooses for one connection; a listener's options are inherited by what it accepts.
 *
 * @param noDelay Nagle's algorithm is off (MUST-17)
 * @param cork hold back partial segments until uncorked, filled or 200 ms have passed (MAY-16)
 * @param keepAlive probe when idle (MUST-24)
 * @param keepAliveIdle silence before the first probe (MUST-27)
 * @param keepAliveInterval between probes
 * @param keepAliveProbes unanswered probes that end the connection
 * @param userTimeout RFC 5482: how long data may stay unacknowledged; zero: R2 of the configuration
 * @param trafficClass DSCP and ECN bits, 0..255; the ECN bits are TCP's (MUST-48)
 * @param timeToLive 1..255
 * @param sendBytes capacity of the send buffer
 * @param receiveBytes capacity of the receive buffer
 * @param maximumMss upper bound of the segment size, both ways
 * @param urgentInline urgent data stays in the stream; otherwise the last urgent byte is taken out
 * @param reportSoftErrors soft errors become events (SHLD-20)
 * @param withoutOptions no TCP option is sent, and none of the peer's heeded (FreeBSD's TCP_NOOPT)
 * @param fastOpen data in the SYN (RFC 7413)
 */
public record ConnectionOptions(
        boolean noDelay,
        boolean cork,
        boolean keepAlive,
        Duration keepAliveIdle,
        Duration keepAliveInterval,
        int keepAliveProbes,
        Duration userTimeout,
        int trafficClass,
        int timeToLive,
        int sendBytes,
        int receiveBytes,
        int maximumMss,
        boolean urgentInline,
        boolean reportSoftErrors,
        boolean withoutOptions,
        FastOpenOptions fastOpen) {

    /** What a new socket has under this configuration. */
    public static ConnectionOptions of(StackConfig config) {
        var tcp = config.tcp();
        return new ConnectionOptions(!tcp.congestion().nagle(), false, tcp.keepAlive().enabled(), tcp.keepAlive().idle(),
                tcp.keepAlive().interval(), tcp.keepAlive().probes(), Duration.ZERO, config.ip().trafficClass(),
                config.ip().timeToLive(), tcp.buffers().sendBytes(), tcp.buffers().receiveBytes(),
                tcp.options().maximumMss(), false, true, false, FastOpenOptions.OFF);
    }

    public ConnectionOptions withNoDelay(boolean noDelay) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withCork(boolean cork) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withKeepAlive(boolean keepAlive) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withKeepAliveIdle(Duration keepAliveIdle) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withKeepAliveInterval(Duration keepAliveInterval) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withKeepAliveProbes(int keepAliveProbes) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withUserTimeout(Duration userTimeout) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withTrafficClass(int trafficClass) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withTimeToLive(int timeToLive) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withSendBytes(int sendBytes) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withReceiveBytes(int receiveBytes) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withMaximumMss(int maximumMss) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withUrgentInline(boolean urgentInline) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withReportSoftErrors(boolean reportSoftErrors) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withWithoutOptions(boolean withoutOptions) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }

    public ConnectionOptions withFastOpen(FastOpenOptions fastOpen) {
        return new ConnectionOptions(noDelay, cork, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveProbes, userTimeout,
                trafficClass, timeToLive, sendBytes, receiveBytes, maximumMss, urgentInline, reportSoftErrors,
                withoutOptions, fastOpen);
    }
}
