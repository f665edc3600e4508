package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What {@code weir doctor} said. */
record Diagnosis(int status, String text, List<String> steps) {
    private static final Pattern VERDICT = Pattern.compile("(?m)^([A-Z][A-Z0-9_]+): ");

    /** @param place wraps the command, so that it runs elsewhere */
    static Diagnosis of(UnaryOperator<String[]> place, String... arguments) throws Exception {
        var words = new ArrayList<>(List.of("doctor"));
        words.addAll(List.of(arguments));
        var result = Command.result(place.apply(
                Weir.words(System.getProperty("java.class.path"), words.toArray(String[]::new))));
        return new Diagnosis(result.status(), result.output(), result.told());
    }

    /** In the network of the caller. */
    static Diagnosis here(String... arguments) throws Exception {
        return of(UnaryOperator.identity(), arguments);
    }

    List<Fault> faults() {
        return VERDICT.matcher(text).results().map(found -> Fault.valueOf(found.group(1))).toList();
    }

    /** This fault, no other, and the exit code of its class. */
    Diagnosis is(Fault fault) {
        assertThat(faults()).as(this::toString).containsExactly(fault);
        assertThat(status).as(this::toString).isEqualTo(fault.faultClass().exitCode());
        return this;
    }

    Diagnosis isHealthy() {
        assertThat(faults()).as(this::toString).isEmpty();
        assertThat(text).startsWith("healthy: ");
        assertThat(status).isZero();
        return this;
    }

    /** The verdict, its evidence or the advice says this. */
    Diagnosis says(String part) {
        assertThat(text).as(this::toString).contains(part);
        return this;
    }

    @Override
    public String toString() {
        return "exit " + status + "\n" + text + String.join("\n", steps);
    }
}
