package dev.weir.analysis.finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One thing that is wrong, with its proof.
 *
 * @param fault what it is a case of; its name is the stable id
 * @param subject whose: a connection ({@code 10.0.0.1:49152 > 10.0.0.2:80}), an address, a port, a process
 * @param verdict one sentence that says it of this case, with numbers
 * @param costNanos time that it took from the connection or its user, nanoseconds; 0 where that cannot be said
 * @param advice what to do, as a sentence or a command; never empty
 * @param reference where a standard speaks of it, as {@code RFC 9293 3.8.6.1}; empty where none does
 */
public record Finding(
        Fault fault,
        String subject,
        Culprit culprit,
        Confidence confidence,
        String verdict,
        List<Evidence> evidence,
        List<RuledOut> ruledOut,
        long costNanos,
        String advice,
        String reference) {
    public Finding {
        evidence = List.copyOf(evidence);
        ruledOut = List.copyOf(ruledOut);
        if (evidence.isEmpty()) throw new IllegalArgumentException(fault + " is claimed without evidence");
        if (advice.isBlank()) throw new IllegalArgumentException(fault + " is claimed without advice");
    }

    /** Begins one; advice and reference are those of the catalogue until they are said anew. */
    public static Draft of(Fault fault, String subject) {
        return new Draft(fault, subject);
    }

    /** A finding that is being put together. */
    public static final class Draft {
        private final Fault fault;
        private final String subject;
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<RuledOut> ruledOut = new ArrayList<>();
        private Culprit culprit;
        private Confidence confidence = Confidence.PROVEN;
        private String verdict;
        private long costNanos;
        private String advice;

        private Draft(Fault fault, String subject) {
            this.fault = fault;
            this.subject = subject;
            culprit = fault.culprit();
            verdict = fault.title();
            advice = fault.advice();
        }

        /** Where it lies, if not where the catalogue says. */
        public Draft by(Culprit culprit) {
            this.culprit = Objects.requireNonNull(culprit);
            return this;
        }

        public Draft confidence(Confidence confidence) {
            this.confidence = Objects.requireNonNull(confidence);
            return this;
        }

        public Draft verdict(String verdict) {
            this.verdict = verdict;
            return this;
        }

        public Draft because(String text, List<Long> frames) {
            evidence.add(new Evidence(text, frames));
            return this;
        }

        public Draft because(String text, long... frames) {
            return because(text, Arrays.stream(frames).boxed().toList());
        }

        public Draft not(Fault other, String by, long... frames) {
            ruledOut.add(new RuledOut(other, new Evidence(by, Arrays.stream(frames).boxed().toList())));
            return this;
        }

        public Draft cost(long nanos) {
            costNanos = Math.max(0, nanos);
            return this;
        }

        public Draft advice(String advice) {
            this.advice = advice;
            return this;
        }

        public Finding claim() {
            return new Finding(fault, subject, culprit, confidence, verdict, evidence, ruledOut, costNanos, advice,
                    fault.reference());
        }
    }
}
