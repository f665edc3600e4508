package dev.weir.cli.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesTest {
    @ParameterizedTest
    @CsvSource({"22, ssh", "80, http", "443, https", "3306, mysql", "5432, postgresql", "6379, redis", "6010, x11"})
    void knownPortsHaveTheirNames(int port, String name) {
        assertThat(Services.of(port)).extracting(Services.Service::name).contains(name);
    }

    @Test
    void everyRegistrationCanBeRead() {
        for (int port = 0; port <= 65535; port += 4099) {
            assertThat(Services.of(port)).allMatch(service -> service.first() <= service.last());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, WELL_KNOWN", "1023, WELL_KNOWN", "1024, REGISTERED", "49151, REGISTERED", "49152, DYNAMIC",
        "65535, DYNAMIC"})
    void classesMeetWhereTheStandardSays(int port, PortClass expected) {
        assertThat(PortClass.of(port)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1 second", "PT119S, 1 minute", "PT5H, 5 hours", "P3DT4H, 3 days"})
    void agesAreSaidInTheirLargestUnit(Duration age, String text) {
        assertThat(PortText.ago(age)).isEqualTo(text);
    }
}
