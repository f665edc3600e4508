package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake's agreement, the echo and how often it counts; the scripts below ecn/ show the same in packets. */
class EcnTest {
    private static final String SETUP = "SEW";

    private final Ecn ecn = new Ecn(EcnConfig.ACTIVE);

    private static Segment segment(String flags, int field) {
        return new Segment(0, 1, 1, TcpFlags.parse(flags), field, 0, 0, 1, TcpOptions.NONE, MemorySegment.NULL, 0);
    }

    private Ecn agreed() {
        ecn.synFlags();
        ecn.synAnswered(segment("S.E", Ecn.NOT_ECT));
        assertThat(ecn.isAgreed()).isTrue();
        return ecn;
    }

    @ParameterizedTest
    @CsvSource({"S, 0, false", "SE, 0, false", "SW, 0, false", "SEW, 0, true", "SEWA, 0, true", "SEW, 1, false",
        "SEW, 2, false", "SEW, 3, false"})
    @Rfc({"3168#6.1.1", "SHLD-8"})
    void onlyAnUnmarkedSynWithBothFlagsIsGranted(String flags, int field, boolean granted) {
        assertThat(Ecn.grant(EcnConfig.PASSIVE, segment(flags, field)) == Feedback.CLASSIC).isEqualTo(granted);
        assertThat(Ecn.grant(EcnConfig.OFF, segment(flags, field))).isEqualTo(Feedback.NONE);
    }

    @ParameterizedTest
    @CsvSource({"S., false", "S.E, true", "S.W, false", "S.EW, false", "S, false", "SE, false", "SEW, true"})
    @Rfc("3168#6.1.1")
    void theAnswerGrantsWhatWasAskedFor(String flags, boolean agreed) {
        ecn.synFlags();
        ecn.synAnswered(segment(flags, Ecn.NOT_ECT));
        assertThat(ecn.isAgreed()).isEqualTo(agreed);
        var silent = new Ecn(EcnConfig.PASSIVE);
        assertThat(silent.synFlags()).isZero();
        silent.synAnswered(segment(flags, Ecn.NOT_ECT));
        assertThat(silent.isAgreed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    @Rfc("3168#6.1.1.1")
    void asManySynsAskAgainAsConfigured(int retries) {
        var patient = new Ecn(EcnConfig.ACTIVE.withSetupRetries(retries));
        assertThat(patient.synFlags()).isEqualTo(TcpFlags.parse(SETUP) & ~TcpFlags.SYN);
        for (int timeouts = 1; timeouts <= retries; timeouts++) {
            patient.synUnanswered(timeouts);
            assertThat(patient.synFlags()).isNotZero();
            assertThat(patient.hasGivenUp()).isFalse();
        }
        patient.synUnanswered(retries + 1);
        assertThat(patient.synFlags()).isZero();
        assertThat(patient.hasGivenUp()).isTrue();
        patient.synAnswered(segment("S.E", Ecn.NOT_ECT)); // late, for one that asked
        assertThat(patient.isAgreed()).isFalse();
    }

    @Test
    @Rfc("3168#6.1.1.1")
    void aResetIsAnsweredWithAPlainSynOnce() {
        ecn.synFlags();
        assertThat(ecn.plainSynMayHelp()).isTrue();
        assertThat(ecn.synFlags()).isZero();
        assertThat(ecn.plainSynMayHelp()).isFalse();
        assertThat(new Ecn(EcnConfig.PASSIVE).plainSynMayHelp()).isFalse();
        assertThat(new Ecn(EcnConfig.ACTIVE.withPlainAfterReset(false)).plainSynMayHelp()).isFalse();
    }

    @Test
    @Rfc("3168#6.1.3")
    void theEchoLastsFromAMarkToCwr() {
        agreed();
        assertThat(ecn.textArrived(segment(".", Ecn.ECT_0))).isFalse();
        assertThat(ecn.echoFlags()).isZero();
        assertThat(ecn.textArrived(segment(".", Ecn.CE))).isTrue();
        assertThat(ecn.textArrived(segment(".", Ecn.CE))).as("known already").isFalse();
        assertThat(ecn.textArrived(segment(".", Ecn.NOT_ECT))).isFalse();
        assertThat(ecn.echoFlags()).isEqualTo(TcpFlags.ECE);
        assertThat(ecn.textArrived(segment(".W", Ecn.ECT_0))).isTrue();
        assertThat(ecn.echoFlags()).isZero();
        assertThat(ecn.marksReceived()).isEqualTo(2);
    }

    @Test
    @Rfc("3168#6.1.2")
    void aWindowIsReducedOnceUntilWhatSaysSoIsAcknowledged() {
        agreed();
        assertThat(ecn.isReduced(1)).isFalse();
        ecn.reduced(1000);
        assertThat(ecn.isReduced(1000)).as("CWR is not there yet").isTrue();
        assertThat(ecn.isReduced(1001)).isFalse();
        assertThat(ecn.dataFlags()).isEqualTo(TcpFlags.CWR);
        ecn.sent(true);
        assertThat(ecn.dataFlags()).isZero();
        ecn.reduced(2000);
        ecn.reductionUndone();
        assertThat(ecn.isReduced(1500)).isFalse();
        assertThat(ecn.dataFlags()).isZero();
    }

    @Test
    @Rfc("3168#6.1.1")
    void withoutAnAgreementNothingIsMarkedToldOrReactedTo() {
        ecn.synFlags();
        ecn.synAnswered(segment("S.", Ecn.NOT_ECT));
        assertThat(ecn.dataCodepoint()).isEqualTo(Ecn.NOT_ECT);
        assertThat(ecn.textArrived(segment(".", Ecn.CE))).isFalse();
        assertThat(ecn.echoFlags()).isZero();
        assertThat(ecn.hears(segment(".E", Ecn.NOT_ECT), true, 1)).isZero();
        ecn.reduced(1000);
        assertThat(ecn.dataFlags()).isZero();
        assertThat(ecn.isReduced(1)).as("a loss is another matter").isFalse();
    }

    @Test
    @Rfc("3168#6.1.1")
    void eceOfASynIsNoEcho() {
        agreed();
        assertThat(ecn.hears(segment("S.E", Ecn.NOT_ECT), true, 1)).isZero();
        assertThat(ecn.hears(segment(".E", Ecn.NOT_ECT), true, 1)).isEqualTo(Ecn.ALL);
    }
}
