package dev.weir.cli.analyze;

import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.finding.Finding;

/**
 * A finding and where it belongs.
 *
 * @param connection its number; {@link #OF_THE_FILE} where it is about no single one
 */
record Claim(Finding finding, long connection) {
    static final long OF_THE_FILE = -1;

    /** It tells how the capture was made, and that nothing is wrong. */
    boolean isArtefact() {
        return finding.fault().faultClass() == FaultClass.ARTEFACT;
    }
}
