package dev.weir.lab.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

/** What is drawn for one aspect of a configuration: of its own stream, so that one aspect leaves the others alone. */
final class Chances {
    private final SplittableRandom random;

    Chances(long seed, String aspect) {
        long mixed = seed;
        for (int i = 0; i < aspect.length(); i++) mixed = (mixed ^ aspect.charAt(i)) * 0x9e3779b97f4a7c15L;
        this.random = new SplittableRandom(mixed);
    }

    /** True once in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** Evenly. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Each power of two as often as the next. */
    int magnitude(int least, int most) {
        double exponent = random.nextDouble() * (log2(most) - log2(least)) + log2(least);
        return Math.clamp(Math.round(StrictMath.pow(2, exponent)), least, most);
    }

    private static double log2(double value) {
        return StrictMath.log(value) / StrictMath.log(2);
    }

    double share(double most) {
        return random.nextDouble() * most;
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(between(least, most));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
