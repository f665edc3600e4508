package dev.weir.io;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that needs a real TUN device in a network namespace of its own. Without the right to have one it is skipped
 * and says why; with {@code WEIR_REQUIRE_TUN=1} in the environment it runs all the same, and fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTun.Condition.class)
public @interface RequiresTun {

    /** Tries once per JVM. */
    final class Condition implements ExecutionCondition {
        private static boolean tried;
        private static String missing;

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String missing = missing();
            if (missing == null) return ConditionEvaluationResult.enabled("a TUN device can be opened");
            if ("1".equals(System.getenv("WEIR_REQUIRE_TUN"))) {
                return ConditionEvaluationResult.enabled("WEIR_REQUIRE_TUN is set, though: " + missing);
            }
            return ConditionEvaluationResult.disabled(missing);
        }

        private static synchronized String missing() {
            if (tried) return missing;
            tried = true;
            try {
                NetworkNamespace.run(() -> TunLink.open(TunConfig.of().withUp(false)).close());
            } catch (Throwable t) {
                missing = String.valueOf(t.getMessage());
            }
            return missing;
        }
    }
}
