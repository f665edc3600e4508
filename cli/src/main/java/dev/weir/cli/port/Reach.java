package dev.weir.cli.port;

import dev.weir.wire.IpAddress;

/** Who can reach a listener, by its address alone; a filter may still say no. */
enum Reach {
    THIS_HOST("this host only"),
    LINK("this link only"),
    ONE_ADDRESS("outside, at this address"),
    EVERYWHERE("outside, at every address");

    private final String text;

    Reach(String text) {
        this.text = text;
    }

    static Reach of(IpAddress local) {
        if (local.isLoopback()) return THIS_HOST;
        if (local.isUnspecified()) return EVERYWHERE;
        return local.isLinkLocal() ? LINK : ONE_ADDRESS;
    }

    String text() {
        return text;
    }
}
