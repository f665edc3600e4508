package dev.weir.io.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.probe.IcmpError.Meaning;
import dev.weir.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcmpErrorTest {
    private static final IpAddress ROUTER = IpAddress.parse("10.0.0.1");

    @ParameterizedTest
    @CsvSource({
        "3, 0, NO_ROUTE", "3, 1, HOST_UNREACHABLE", "3, 2, PORT_UNREACHABLE", "3, 3, PORT_UNREACHABLE", "3, 4, TOO_BIG",
        "3, 6, NO_ROUTE", "3, 9, PROHIBITED", "3, 10, PROHIBITED", "3, 13, PROHIBITED", "11, 0, HOPS_EXCEEDED", "12, 0, OTHER"
    })
    void ofIpv4(int type, int code, Meaning meaning) {
        assertThat(new IcmpError(ROUTER, false, type, code, 0).meaning()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, NO_ROUTE", "1, 1, PROHIBITED", "1, 3, HOST_UNREACHABLE", "1, 4, PORT_UNREACHABLE", "1, 5, PROHIBITED",
        "1, 6, PROHIBITED", "2, 0, TOO_BIG", "3, 0, HOPS_EXCEEDED", "4, 0, OTHER"
    })
    void ofIpv6(int type, int code, Meaning meaning) {
        assertThat(new IcmpError(ROUTER, true, type, code, 0).meaning()).isEqualTo(meaning);
    }

    @Test
    void textNamesTypeCodeMeaningAndSender() {
        assertThat(new IcmpError(ROUTER, false, 3, 13, 0)).hasToString("ICMP 3/13 (administratively prohibited) from 10.0.0.1");
    }
}
