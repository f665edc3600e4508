package dev.weir.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fault that a test makes real, and whose diagnosis it asserts: that fault and no other.
 * {@code @Diagnosed(fault = "PORT_CLOSED", by = View.LIVE, how = "a port of the kernel without a listener")}.
 * {@code docs/faults.md} is made from these tags and the labels of scenarios; they are read from the source text, so the
 * strings must be literals, and how has no parentheses.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Diagnosed.Several.class)
public @interface Diagnosed {
    /** What the verdict comes from. */
    enum View {
        /** Probes and the state of machines. */
        LIVE,
        /** Captured packets alone. */
        CAPTURE
    }

    /** A name of the catalogue. */
    String fault();

    View by();

    /** How it is made, in a few words. */
    String how();

    /** Holds repeated tags; never written by hand. */
    @Documented
    @Retention(RetentionPolicy.SOURCE)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Several {
        Diagnosed[] value();
    }
}
