package dev.weir.core.config;

import java.time.Duration;

/**
 * Keep-alive, RFC 9293 3.8.4; off until a socket asks for it.
 *
 * @param enabled new connections start with keep-alive on (MUST-25: false by default)
 * @param idle silence before the first probe, 1 s..30 d
 * @param interval between probes, 1 s..24 h
 * @param probes unanswered probes that end the connection, 1..100
 */
public record KeepAliveConfig(
        boolean enabled,
        Duration idle,
        Duration interval,
        int probes) {
    public KeepAliveConfig {
        Range.check("idle", idle, "PT1S", "P30D");
        Range.check("interval", interval, "PT1S", "PT24H");
        Range.check("probes", probes, 1, 100);
    }

    public KeepAliveConfig withEnabled(boolean enabled) {
        return new KeepAliveConfig(enabled, idle, interval, probes);
    }

    public KeepAliveConfig withIdle(Duration idle) {
        return new KeepAliveConfig(enabled, idle, interval, probes);
    }

    public KeepAliveConfig withInterval(Duration interval) {
        return new KeepAliveConfig(enabled, idle, interval, probes);
    }

    public KeepAliveConfig withProbes(int probes) {
        return new KeepAliveConfig(enabled, idle, interval, probes);
    }
}
