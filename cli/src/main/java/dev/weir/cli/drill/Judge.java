package dev.weir.cli.drill;

import dev.weir.core.link.PacketSink;
import dev.weir.io.PcapngFile;
import dev.weir.lab.drill.Drill;
import dev.weir.lab.drill.Outcome;
import dev.weir.lab.drill.Setup;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.ScriptError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one script after the other.
 *
 * @param wanted empty: what each script says
 * @param definitions values for names in scripts
 * @param captures where packets go; null: nowhere
 */
record Judge(String profile, boolean exact, Collection<Family> wanted, Map<String, String> definitions, Path captures) {
    /** One for each version of IP that it runs over. */
    List<Judgement> judge(ScriptFile file) {
        Script script;
        try {
            script = Script.parse(file.name(), file.text(), defined());
        } catch (ScriptError e) {
            return List.of(judged(file, Family.IPV4, Judgement.End.FAILED, e.line(),
                    "the script is wrong, column " + e.column() + ": " + e.getMessage(), "", "", ""));
        } catch (IOException e) {
            return List.of(judged(file, Family.IPV4, Judgement.End.FAILED, 0, "cannot be read: " + e.getMessage(), "", "", ""));
        }
        List<Family> families = Family.of(script, wanted);
        if (families.isEmpty()) {
            return List.of(judged(file, wanted.iterator().next(), Judgement.End.NOT_APPLICABLE, 0,
                    "written for --ip_version=" + script.options().get("ip_version"), "", "", ""));
        }
        var judgements = new ArrayList<Judgement>();
        for (var family : families) judgements.add(run(file, script, family));
        return judgements;
    }

    /** Suites for FreeBSD have branches for it and for STANDARD: with neither, they would judge nothing there. */
    private Map<String, String> defined() {
        if (!profile.equals("freebsd") || definitions.containsKey("FreeBSD") || definitions.containsKey("STANDARD")) {
            return definitions;
        }
        var all = new HashMap<>(definitions);
        all.put("FreeBSD", "1");
        return all;
    }

    private Judgement run(ScriptFile file, Script script, Family family) {
        if (captures == null) return judgement(file, family, outcome(script, family, Setup.USUAL.capture()), "");
        var failures = new ArrayList<IOException>();
        Path path = file.capture(captures, family);
        try {
            Files.createDirectories(path.getParent());
            Outcome outcome;
            try (var capture = PcapngFile.create(path, failures::add)) {
                outcome = outcome(script, family, capture.describe("stack"));
            }
            String problem = failures.isEmpty() ? "" : failures.getFirst().getMessage();
            return judgement(file, family, outcome, problem);
        } catch (IOException e) {
            return judgement(file, family, outcome(script, family, Setup.USUAL.capture()), e.getMessage());
        }
    }

    private Outcome outcome(Script script, Family family, PacketSink capture) {
        return Drill.run(script, family.variant(), new Setup(profile, exact, capture));
    }

    private static Judgement judgement(ScriptFile file, Family family, Outcome outcome, String captureProblem) {
        String problem = captureProblem.isEmpty() ? "" : "cannot write the capture: " + captureProblem;
        boolean expected = file.isExpectedToFail();
        var end = switch (outcome.verdict()) {
            case PASSED -> Judgement.End.PASSED;
            case FAILED -> expected ? Judgement.End.EXPECTED_FAILURE : Judgement.End.FAILED;
            case NOT_APPLICABLE -> Judgement.End.NOT_APPLICABLE;
        };
        int before = outcome.report().indexOf("\nbefore\n");
        String report = before < 0 ? outcome.report() : outcome.report().substring(0, before + 1);
        String history = before < 0 ? "" : outcome.report().substring(before + 1);
        return judged(file, family, end, outcome.line(), outcome.what(), report, history, problem);
    }

    private static Judgement judged(ScriptFile file, Family family, Judgement.End end, int line, String what,
            String report, String history, String problem) {
        return new Judgement(file, family, end, line, what, report, history, problem);
    }
}
