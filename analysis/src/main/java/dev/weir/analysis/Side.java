package dev.weir.analysis;

/** The two ends of a connection; the client is the one that opened it. */
public enum Side {
    CLIENT("client"),
    SERVER("server");

    private final String text;

    Side(String text) {
        this.text = text;
    }

    public Side other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** {@code client} or {@code server}. */
    @Override
    public String toString() {
        return text;
    }
}
