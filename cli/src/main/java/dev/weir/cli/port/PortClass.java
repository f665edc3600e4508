package dev.weir.cli.port;

/** The three ranges of RFC 6335 section 6. */
enum PortClass {
    WELL_KNOWN("well-known", 0, 1023),
    REGISTERED("registered", 1024, 49151),
    DYNAMIC("dynamic", 49152, 65535);

    private final String text;
    private final int first;
    private final int last;

    PortClass(String text, int first, int last) {
        this.text = text;
        this.first = first;
        this.last = last;
    }

    static PortClass of(int port) {
        for (var each : values()) {
            if (port <= each.last) return each;
        }
        throw new IllegalArgumentException("no port: " + port);
    }

    String text() {
        return text;
    }

    /** {@code 1024-49151}. */
    String range() {
        return first + "-" + last;
    }
}
