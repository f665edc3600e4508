package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import java.util.HashSet;
import java.util.Set;

/** The SYNs of a capture: all that must be kept of it to find out whether it shares connections with another. */
public final class Openings {
    /** SYNs kept; those that follow are not known again. */
    public static final int MAXIMUM = 2_000_000;

    private final Set<Opening.Numbers> numbers = new HashSet<>();
    private final Set<Opening.Path> paths = new HashSet<>();

    /** The next segment of the file. */
    public void accept(CapturedSegment s) {
        if (!Opening.is(s) || numbers.size() >= MAXIMUM) return;
        var opening = Opening.of(s);
        numbers.add(opening.numbers());
        opening.path().ifPresent(paths::add);
    }

    boolean has(Opening opening) {
        return numbers.contains(opening.numbers()) || opening.path().filter(paths::contains).isPresent();
    }

    /** Whether some connection begins in both. */
    public boolean shareSome(Openings other) {
        return numbers.stream().anyMatch(other.numbers::contains) || paths.stream().anyMatch(other.paths::contains);
    }
}
