package dev.weir.lab.drill.script;

/**
 * When a step takes place. Times are nanoseconds: of the script for absolute ones, since the step before for relative
 * ones.
 *
 * @param earliest of a packet; the instant of everything else
 * @param latest of a packet; equal to {@code earliest} unless it is a range
 * @param callEnd when a blocking call returns; {@link #AT_ONCE} if it does not block
 */
public record When(Kind kind, long earliest, long latest, long callEnd) {
    public static final long AT_ONCE = -1;

    public enum Kind {
        /** {@code 0.100}. */
        ABSOLUTE,
        /** {@code +0.100}. */
        RELATIVE,
        /** {@code *}: whenever it comes. */
        ANY
    }

    public static When now() {
        return new When(Kind.RELATIVE, 0, 0, AT_ONCE);
    }

    /** The same, with {@code base} added to relative times. */
    public When from(long base) {
        return switch (kind) {
            case ABSOLUTE, ANY -> this;
            case RELATIVE -> new When(Kind.ABSOLUTE, base + earliest, base + latest,
                    callEnd == AT_ONCE ? AT_ONCE : base + callEnd);
        };
    }

    public boolean blocks() {
        return callEnd != AT_ONCE;
    }
}
