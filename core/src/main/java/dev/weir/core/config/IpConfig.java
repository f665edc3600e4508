package dev.weir.core.config;

import java.time.Duration;

/**
 * Everything below TCP: RFC 791, 8200, 1122, 6864.
 *
 * @param timeToLive TTL and hop limit of what we send, 1..255
 * @param trafficClass DSCP and ECN bits of new sockets, 0..255
 * @param ephemeralFirst first port handed out for port 0, 1..65535
 * @param ephemeralLast last port handed out, ephemeralFirst..65535
 * @param fragmentTimeout how long fragments wait for the rest, 1 s..2 min
 * @param answerEcho answer ICMP echo requests
 * @param icmpPerSecond ICMP errors and echo replies per second, 0..1,000,000
 * @param pathMtuAge how long a learned path MTU is believed, 10 s..24 h
 */
public record IpConfig(
        int timeToLive,
        int trafficClass,
        int ephemeralFirst,
        int ephemeralLast,
        Duration fragmentTimeout,
        boolean answerEcho,
        int icmpPerSecond,
        Duration pathMtuAge) {
    public IpConfig {
        Range.check("timeToLive", timeToLive, 1, 255);
        Range.check("trafficClass", trafficClass, 0, 255);
        Range.check("ephemeralFirst", ephemeralFirst, 1, 65535);
        Range.check("ephemeralLast", ephemeralLast, ephemeralFirst, 65535);
        Range.check("fragmentTimeout", fragmentTimeout, "PT1S", "PT2M");
        Range.check("icmpPerSecond", icmpPerSecond, 0, 1000000);
        Range.check("pathMtuAge", pathMtuAge, "PT10S", "PT24H");
    }

    public IpConfig withTimeToLive(int timeToLive) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withTrafficClass(int trafficClass) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withEphemeralFirst(int ephemeralFirst) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withEphemeralLast(int ephemeralLast) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withFragmentTimeout(Duration fragmentTimeout) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withAnswerEcho(boolean answerEcho) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withIcmpPerSecond(int icmpPerSecond) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }

    public IpConfig withPathMtuAge(Duration pathMtuAge) {
        return new IpConfig(timeToLive, trafficClass, ephemeralFirst, ephemeralLast, fragmentTimeout, answerEcho, icmpPerSecond, pathMtuAge);
    }
}
