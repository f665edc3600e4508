package dev.weir.core.config;

import java.time.Duration;

/** Says which value is out of which range. */
final class Range {
    private Range() {}

    static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + ".." + most + ", not " + value);
        }
    }

    /** Bounds in ISO 8601, as they stand in the error message. */
    static void check(String name, Duration value, String least, String most) {
        if (value.compareTo(Duration.parse(least)) < 0 || value.compareTo(Duration.parse(most)) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + ".." + most + ", not " + value);
        }
    }
}
