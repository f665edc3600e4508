package dev.weir.analysis.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.analysis.capture.Frames;
import dev.weir.wire.IpAddress;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over a SYN of 10.0.0.1:1000 to 10.0.0.2:80, 60 bytes; against tcpdump itself, random expressions
 * are tried elsewhere.
 */
class PacketFilterTest {
    private static final Names NAMES = new Names() {
        @Override
        public List<IpAddress> addresses(String host) {
            return host.equals("server") ? List.of(IpAddress.parse("10.0.0.2"), IpAddress.parse("fd00::2")) : List.of();
        }

        @Override
        public OptionalInt port(String service) {
            return service.equals("http") ? OptionalInt.of(80) : OptionalInt.empty();
        }
    };

    private static final Packet SYN = new Frames(false).packet(0, true, "S", 100, 0, 65_535, "", 20);

    private static boolean matches(String expression) throws FilterError {
        return PacketFilter.parse(expression, NAMES).matches(SYN);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "tcp", "ip", "host 10.0.0.1", "10.0.0.1", "src host 10.0.0.1 and dst server", "net 10", "net 10.0.0.0/30",
        "net 10.0.0.0 mask 255.255.255.0", "port http", "tcp dst port 80", "portrange 79-81", "not udp",
        "port 443 or 80", "host 10.0.0.9 or 10.0.0.1", "port (443 or 80)", "not port (443 or 22)",
        "tcp[tcpflags] & tcp-syn != 0", "tcp[13] = 2", "ip[2:2] = 60", "len == 60", "less 60 and greater 60",
        "(tcp[12] >> 4) * 4 = 20", "tcp[(tcp[12] >> 2) + 1] = 0", "ip proto 6", "ip proto \\tcp",
        "udp or tcp and port 80", "(udp or tcp) && !(port 22)", "tcp[0:2] = 1000 and -1 = 0xffffffff",
        "not udp and host 10.0.0.1", "8 | 3 & 1 = 9", "tcp[50] = 0 or tcp[13] = 2 or not tcp"
    })
    void chooses(String expression) throws FilterError {
        boolean tooShort = expression.startsWith("tcp[50]");
        assertThat(matches(expression)).isEqualTo(!tooShort); // what is too short for a part is too short for all
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "udp", "ip6", "src port 80", "dst net 10.1", "vlan", "vlan 5 and tcp", "net 11", "host fd00::1", "not tcp",
        "tcp and port 22 or 23", "less 59", "greater 61", "udp[0] = 0", "icmp[icmptype] = icmp-echo",
                "arp host 10.0.0.1",
        "ether host 02:00:00:00:00:01", "tcp[0] / tcp[8] >= 0 or not tcp", "not (udp or tcp)"
    })
    void passesOver(String expression) throws FilterError {
        assertThat(matches(expression)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', value = {
        "tcp prot 80              ; 4 ; 'and' or 'or' is missing before this",
        "port                     ; 4 ; a name or number is missing here",
        "port htpp                ; 5 ; neither a port nor the name of a service",
        "port 70000               ; 5 ; ports are 0 to 65535",
        "host 10.0.0.256          ; 5 ; parts are 0 to 255",
        "host nowhere             ; 5 ; no address is known",
        "net 10.0.0.1/24          ; 4 ; write 10.0.0.0/24",
        "tcp host 10.0.0.1        ; 9 ; write 'tcp and host ...'",
        "(tcp and port 80         ; 16 ; ')' is missing here",
        "tcp)                     ; 3 ; no '(' before this",
        "tcp and                  ; 7 ; missing at the end",
        "tcp[13 = 2               ; 7 ; ']' is missing here",
        "tcp[0:3] = 2             ; 6 ; 1, 2 or 4 bytes",
        "tcp[tcpflags] & tcp-syn  ; 23 ; a comparison is missing",
        "tcp[tcpflag] = 2         ; 4 ; this is no number",
        "80                       ; 0 ; Write 'port 80'",
        "gateway x                ; 0 ; not supported here",
        "ip broadcast             ; 0 ; netmask",
        "host 10.0.0.1 $          ; 14 ; no meaning",
        "icmp port 7              ; 10 ; 'icmp' has no ports",
        "ether 10.0.0.1           ; 0 ; alone says nothing",
        "vlan 99999999999         ; 5 ; number"
    })
    void mistakesAreToldWithTheirPlace(String expression, int column, String message) {
        assertThatThrownBy(() -> matches(expression)).isInstanceOfSatisfying(FilterError.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.column()).isEqualTo(column);
        });
    }

    @Test
    void theWrongWordIsMarked() {
        assertThatThrownBy(() -> matches("tcp prot 80")).isInstanceOfSatisfying(FilterError.class,
                e -> assertThat(e.marked()).isEqualTo("tcp prot 80\n    ^^^^"));
    }

    @Test
    void wordsThatBeginAFilterAreTold() {
        assertThat(List.of("tcp", "port", "not", "(tcp", "!tcp", "tcp[13]=2", "host a or b", "len>60",
                "less")).allMatch(
                PacketFilter::canBegin);
        assertThat(List.of("a.pcap", "trace", "-", "tcp.pcap", "10.0.0.1")).noneMatch(PacketFilter::canBegin);
    }
}
