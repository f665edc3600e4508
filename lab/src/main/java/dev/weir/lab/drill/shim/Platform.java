package dev.weir.lab.drill.shim;

/** Whose system calls a script expects: numbers, errors and the order of checks differ. */
public enum Platform {
    LINUX,
    FREEBSD,
    /** The user calls of RFC 9293 3.9.1, with Linux's numbers: SEND before the connection is open queues. */
    RFC;

    /** @param profile of {@link dev.weir.lab.drill.Settings#profile} */
    public static Platform of(String profile) {
        return switch (profile) {
            case "freebsd" -> FREEBSD;
            case "rfc" -> RFC;
            default -> LINUX;
        };
    }

    boolean isLinux() {
        return this != FREEBSD;
    }
}
