package dev.weir.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rule that a test proves: {@code @Rfc({"9293#3.10.7.4", "MUST-58"})}. First the RFC and its section, then the
 * identifiers of the requirements, from {@code docs/requirements}; either part may stand alone
 * ({@code @Rfc("7323#5.3")}, {@code @Rfc("EDGE-HANDSHAKE-3")}). Scripts say the same in a comment:
 * {@code // @rfc 9293#3.10.7.4 MUST-58}. {@code docs/conformance.md} is made from these tags; they are read from the
 * source text, so the strings must be literals.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Rfc.Several.class)
public @interface Rfc {
    /** RFC and section ({@code 9293#3.4}), then identifiers ({@code MUST-8}). */
    String[] value();

    /** Holds repeated tags; never written by hand. */
    @Documented
    @Retention(RetentionPolicy.SOURCE)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Several {
        Rfc[] value();
    }
}
