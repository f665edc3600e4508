package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** {@code docs/faults.md} says what is diagnosed today. */
class FaultsTest {
    @Test
    void theMatrixIsUpToDate() throws IOException {
        assertThat(Files.readString(FaultTable.file(Checkout.ROOT)))
                .as("docs/faults.md is stale; run: " + FaultTable.UPDATE)
                .isEqualTo(FaultTable.read(Checkout.ROOT, Checkout.modules()).markdown());
    }

    @Test
    void everyTagAndLabelNamesAFaultThatExists() throws IOException {
        assertThat(FaultTable.read(Checkout.ROOT, Checkout.modules()).mistakes()).isEmpty();
    }
}
