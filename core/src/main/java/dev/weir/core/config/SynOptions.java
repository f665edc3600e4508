package dev.weir.core.config;

/**
 * What our SYN offers, and how its options are laid out.
 *
 * @param timestamps RFC 7323 section 3
 * @param windowScaling RFC 7323 section 2
 * @param sack RFC 2018
 * @param layout order and padding of the options
 * @param maximumMss upper bound of the MSS that we offer and use, 1..65495
 * @param mssOfPath over IPv6 the MSS that we offer is also bounded by what is known of the path's MTU, as at FreeBSD; otherwise
 *     by the link's alone (RFC 9293 3.7.1)
 */
public record SynOptions(
        boolean timestamps,
        boolean windowScaling,
        boolean sack,
        Layout layout,
        int maximumMss,
        boolean mssOfPath) {
    public SynOptions {
        Range.check("maximumMss", maximumMss, 1, 65495);
    }

    public SynOptions withTimestamps(boolean timestamps) {
        return new SynOptions(timestamps, windowScaling, sack, layout, maximumMss, mssOfPath);
    }

    public SynOptions withWindowScaling(boolean windowScaling) {
        return new SynOptions(timestamps, windowScaling, sack, layout, maximumMss, mssOfPath);
    }

    public SynOptions withSack(boolean sack) {
        return new SynOptions(timestamps, windowScaling, sack, layout, maximumMss, mssOfPath);
    }

    public SynOptions withLayout(Layout layout) {
        return new SynOptions(timestamps, windowScaling, sack, layout, maximumMss, mssOfPath);
    }

    public SynOptions withMaximumMss(int maximumMss) {
        return new SynOptions(timestamps, windowScaling, sack, layout, maximumMss, mssOfPath);
    }

    public SynOptions withMssOfPath(boolean mssOfPath) {
        return new SynOptions(timestamps, windowScaling, sack, layout, maximumMss, mssOfPath);
    }

    /** Orders of options in a SYN, as known stacks send them. */
    public enum Layout {
        /** MSS, SACK-permitted, timestamps, NOP, window scale. */
        LINUX,
        /** MSS, NOP, window scale, SACK-permitted, timestamps. */
        FREEBSD
    }
}
