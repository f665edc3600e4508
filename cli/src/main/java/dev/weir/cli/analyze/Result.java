package dev.weir.cli.analyze;

import dev.weir.analysis.capture.Damage;
import dev.weir.analysis.conversation.Artefacts;
import java.util.List;

/**
 * What a pass came to, besides its connections.
 *
 * @param files their names
 * @param filter empty: none
 * @param findings of all connections and of the files
 * @param damages where files are broken
 */
record Result(List<String> files, String filter, Tally tally, Artefacts artefacts, Ranking findings,
        List<Damage> damages) {}
