package dev.weir.lab.drill;

/**
 * How one run of a script ended.
 *
 * @param failure null if it passed; else a report for a person: the line, what was expected and what was seen, and what
 *     had happened before
 */
public record Outcome(String script, Variant variant, String failure) {
    public boolean passed() {
        return failure == null;
    }

    @Override
    public String toString() {
        return passed() ? script + " (" + variant + "): passed" : failure;
    }
}
