package dev.weir.analysis.finding;

import java.util.List;

/**
 * A fact that proves something.
 *
 * @param text one sentence, with numbers and units
 * @param frames packets of the capture that show it, numbered from 1, at most {@value #MAXIMUM_FRAMES}; empty where
 *     the fact is the result of a probe or the state of a machine
 */
public record Evidence(String text, List<Long> frames) {
    public static final int MAXIMUM_FRAMES = 16;

    public Evidence {
        frames = List.copyOf(frames.size() > MAXIMUM_FRAMES ? frames.subList(0, MAXIMUM_FRAMES) : frames);
    }

    public static Evidence of(String text) {
        return new Evidence(text, List.of());
    }
}
