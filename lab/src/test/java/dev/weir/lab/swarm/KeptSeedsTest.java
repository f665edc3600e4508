package dev.weir.lab.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeds that failed once; docs/swarm.md tells what was found. */
class KeptSeedsTest {
    @ParameterizedTest
    @CsvSource({
        "117, window of a retransmission that acknowledges more",
        "5011, three SACK blocks beside a byte at the smallest MTU",
        "3526, writer that found no memory and was not woken",
        "4144, the same with the peer in FIN-WAIT-2",
        "212389, connection that a late cookie opened again, taken for the one before",
        "14993, segment larger than a cwnd that an undone time-out left",
        "223009, data of a SYN that fills the window, and a handshake ACK behind it",
        "221760, FIN that goes with every ACK, counted against cwnd",
    })
    void whatFailedOnceHolds(long seed, String what) {
        assertThat(Swarm.run(seed).breach()).as(what).isEmpty();
    }
}
