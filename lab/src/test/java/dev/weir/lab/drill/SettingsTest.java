package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.config.SynOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final StackConfig linux = Settings.profile("linux");

    @Test
    void everyKindOfValueIsSetByTheNamesOfTheRecords() {
        assertThat(Settings.with(linux, "tcp.rto.initial", "1500ms").tcp().rto().initial())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(Settings.with(linux, "tcp.rto.initial", "0.25s").tcp().rto().initial())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(Settings.with(linux, "tcp.options.sack", "false").tcp().options().sack()).isFalse();
        assertThat(Settings.with(linux, "limits.halfOpen", "7").limits().halfOpen()).isEqualTo(7);
        assertThat(Settings.with(linux, "limits.bufferBytes", "1000000").limits().bufferBytes()).isEqualTo(1_000_000);
        assertThat(Settings.with(linux, "tcp.options.layout", "freebsd").tcp().options().layout())
                .isEqualTo(SynOptions.Layout.FREEBSD);
    }

    @Test
    void nothingElseChanges() {
        var changed = Settings.with(linux, "tcp.acks.quickAcks", "3");
        assertThat(changed).isNotEqualTo(linux);
        assertThat(Settings.with(changed, "tcp.acks.quickAcks", "" + linux.tcp().acks().quickAcks())).isEqualTo(linux);
    }

    @Test
    void mistakesNameWhatThereIs() {
        assertThatThrownBy(() -> Settings.with(linux, "tcp.rto.inital", "1s"))
                .hasMessageContaining("Rto has initial, minimum");
        assertThatThrownBy(() -> Settings.with(linux, "tcp.rto", "1s"))
                .hasMessageContaining("unknown setting 'tcp.rto'");
        assertThatThrownBy(() -> Settings.with(linux, "tcp.rto.initial.x", "1s"))
                .hasMessageContaining("unknown setting");
        assertThatThrownBy(() -> Settings.with(linux, "tcp.rto.initial", "soon"))
                .hasMessageContaining("'soon'");
        assertThatThrownBy(() -> Settings.with(linux, "tcp.acks.delay", "1s"))
                .hasMessageContaining("delay must be");
        assertThatThrownBy(() -> Settings.profile("vms")).hasMessageContaining("linux, freebsd, rfc");
    }

    @Test
    @Rfc({"9293#3.8.6.3", "MUST-40"})
    void noAcknowledgmentCanBeDelayedByHalfASecond() {
        assertThat(Settings.with(linux, "tcp.acks.delay", "499ms").tcp().acks().delay()).isEqualTo(Duration.ofMillis(499));
        assertThatThrownBy(() -> Settings.with(linux, "tcp.acks.delay", "500ms")).hasMessageContaining("delay must be");
    }
}
