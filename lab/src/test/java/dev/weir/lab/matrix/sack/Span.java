package dev.weir.lab.matrix.sack;

/** Positions {@code from} to {@code to}, exclusive. */
record Span(long from, long to) {
    Span common(Span other) {
        return new Span(Math.max(from, other.from), Math.min(to, other.to));
    }

    boolean isEmpty() {
        return from >= to;
    }

    boolean contains(long position) {
        return from <= position && position < to;
    }

    @Override
    public String toString() {
        return from + ":" + to;
    }
}
