package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.finding.Finding;

/**
 * A finding and where it belongs.
 *
 * @param connection its number; {@link #OF_THE_FILE} where it is about no single one
 * @param firstFrame the first packet of the connection; 0 without one
 */
record Claim(Finding finding, long connection, long firstFrame) {
    static final long OF_THE_FILE = -1;

    /** About a connection. */
    static Claim of(Finding finding, Conversation conversation) {
        return new Claim(finding, conversation.number(), conversation.firstFrame());
    }

    /** About the capture. */
    static Claim ofTheFile(Finding finding) {
        return new Claim(finding, OF_THE_FILE, 0);
    }

    /** It tells how the capture was made, and that nothing is wrong. */
    boolean isArtefact() {
        return finding.fault().faultClass() == FaultClass.ARTEFACT;
    }
}
