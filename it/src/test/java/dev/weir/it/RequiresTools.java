package dev.weir.it;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test whose peers are programs of these names. Where they are not installed it is skipped and says so; with
 * {@code WEIR_REQUIRE_TUN=1} in the environment it runs all the same, and fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTools.Condition.class)
@interface RequiresTools {
    String[] value();

    /** Looks for them on the PATH. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var missing = context.getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresTools.class)).stream()
                    .flatMap(tools -> Stream.of(tools.value())).filter(tool -> !isInstalled(tool)).toList();
            if (missing.isEmpty()) return ConditionEvaluationResult.enabled("all tools are installed");
            String what = "not installed: " + String.join(", ", missing);
            return "1".equals(System.getenv("WEIR_REQUIRE_TUN"))
                    ? ConditionEvaluationResult.enabled("WEIR_REQUIRE_TUN is set, though " + what)
                    : ConditionEvaluationResult.disabled(what);
        }

        private static boolean isInstalled(String tool) {
            return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        }
    }
}
