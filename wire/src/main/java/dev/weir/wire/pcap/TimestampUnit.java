package dev.weir.wire.pcap;

/**
 * The unit of the timestamps of one interface: {@code if_tsresol} (a negative power of 10, or of 2 when the highest
 * bit is set) and {@code if_tsoffset}.
 */
record TimestampUnit(int resolution, long offsetSeconds) {
    static final TimestampUnit MICROSECONDS = new TimestampUnit(6, 0);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Nanoseconds since 1970; values that no long holds become the largest or the smallest. */
    long toNanos(long units) {
        long nanos = (resolution & 0x80) == 0 ? fromDecimal(units, resolution) : fromBinary(units, resolution & 0x7f);
        if (offsetSeconds == 0) return nanos;
        long offset = offsetSeconds > Long.MAX_VALUE / NANOS_PER_SECOND ? Long.MAX_VALUE
                : offsetSeconds < Long.MIN_VALUE / NANOS_PER_SECOND ? Long.MIN_VALUE + 1
                : offsetSeconds * NANOS_PER_SECOND;
        long sum = nanos + offset;
        if (((nanos ^ sum) & (offset ^ sum)) >= 0) return sum;
        return offset > 0 ? Long.MAX_VALUE : Long.MIN_VALUE + 1;
    }

    private static long fromDecimal(long units, int exponent) {
        if (exponent <= 9) {
            long factor = power(9 - exponent);
            boolean overflow = Math.unsignedMultiplyHigh(units, factor) != 0 || units * factor < 0;
            return overflow ? Long.MAX_VALUE : units * factor;
        }
        return exponent - 9 > 18 ? 0 : Long.divideUnsigned(units, power(exponent - 9));
    }

    private static long fromBinary(long units, int exponent) {
        long high = Math.unsignedMultiplyHigh(units, NANOS_PER_SECOND);
        long low = units * NANOS_PER_SECOND;
        if (exponent >= 64) return high >>> exponent - 64;
        long nanos = exponent == 0 ? low : high << 64 - exponent | low >>> exponent;
        boolean overflow = high >>> exponent != 0 || nanos < 0;
        return overflow ? Long.MAX_VALUE : nanos;
    }

    private static long power(int exponent) {
        long value = 1;
        for (int i = 0; i < exponent; i++) value *= 10;
        return value;
    }
}
