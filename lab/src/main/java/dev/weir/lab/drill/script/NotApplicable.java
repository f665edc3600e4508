package dev.weir.lab.drill.script;

/** An obstacle that shows only while a script runs: an argument or a request that is not supported. */
public final class NotApplicable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param feature as in {@link Obstacle} */
    public NotApplicable(String feature) {
        super(feature, null, false, false);
    }

    public String feature() {
        return getMessage();
    }
}
