package dev.weir.analysis.rule.artefact;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Artefacts;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.FileRule;
import dev.weir.analysis.rule.Findings;

/** Names what a capture shows only because of how it was made. */
public final class CaptureArtefacts implements FileRule {
    @Override
    public void examine(FileContext context, Findings findings) {
        var a = context.artefacts();
        if (context.checksumsUnfinished() > 0) {
            claim(findings, Fault.CHECKSUM_OFFLOAD, context.checksumsUnfinished() + " of " + a.checksumsTried()
                    + " checksums looked at are wrong; the network card computes them later");
        }
        if (a.aboveMss() > 0) {
            claim(findings, Fault.SEGMENTATION_OFFLOAD, Quantity.count(a.aboveMss(), "segment")
                    + " above the MSS: the network card cuts what is sent and joins what is received");
        }
        duplicates(context, a, findings);
        if (a.unseenBytes() > 0) {
            claim(findings, Fault.CAPTURE_LOSS, Quantity.bytes(a.unseenBytes())
                    + " are acknowledged that are not in the capture");
        }
        if (a.oneSided() > 0) {
            claim(findings, Fault.ONE_SIDED_CAPTURE, "of " + Quantity.count(a.oneSided(), "connection")
                    + " only one direction is there; nothing is concluded about them");
        }
        if (a.backwards() > 0) {
            findings.claim(findings.of(Fault.TIME_BACKWARDS).confidence(Confidence.CERTAIN)
                    .because(Quantity.count(a.backwards(), "packet")
                            + " with an earlier time than the one before, by up "
                            + "to " + Quantity.time(a.longestBackwardsNanos()), a.firstBackwardsFrame()));
        }
        if (a.cut() > 0) {
            claim(findings, Fault.SNAP_LENGTH_CUT, a.cut() + " of " + Quantity.count(a.segments(), "segment")
                    + " are cut; lengths are those of the IP headers");
        }
        if (a.startedLate() > 0) {
            claim(findings, Fault.CAPTURE_STARTED_LATE, "of " + Quantity.count(a.startedLate(), "connection")
                    + " the SYN is not there: options and window scale are unknown");
        }
    }

    /** What receivers report as received twice was doubled by the network; the rest by the capture. */
    private static void duplicates(FileContext context, Artefacts a, Findings findings) {
        long byCapture = a.duplicates() - context.receivedTwice();
        if (byCapture * 2 <= a.duplicates()) return;
        claim(findings, Fault.CAPTURE_DUPLICATES, byCapture + " of " + Quantity.count(a.segments(), "segment")
                + " were captured more than once; copies are left out of every count");
    }

    private static void claim(Findings findings, Fault fault, String evidence) {
        findings.claim(findings.of(fault).confidence(Confidence.CERTAIN).because(evidence));
    }
}
