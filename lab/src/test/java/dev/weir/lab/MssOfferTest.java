package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.MemoryLink;
import dev.weir.wire.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The MSS of a SYN, on links whose packets differ in size. */
class MssOfferTest {
    /** The link takes packets of many segments at once: what we offer follows from the smallest, those on the wire. */
    @ParameterizedTest
    @CsvSource({"1500, 65535, 10.0.0.2, 1460", "1500, 65535, fd00::2, 1440", "1500, 1500, 10.0.0.2, 1460",
        "1280, 9000, 10.0.0.2, 1240", "1280, 9000, fd00::2, 1220", "9000, 65535, fd00::2, 8940"})
    @Rfc({"9293#3.7.1", "9293#3.7.3", "SHLD-6", "SHLD-5", "MUST-67"})
    void offerFollowsFromTheSmallestPacketsOfTheLink(int mtu, int largest, String remote, int mss) {
        var time = new VirtualTime();
        var sent = new Tap();
        var pair = MemoryLink.pair(new LinkCapabilities(mtu, largest, true), 1 << 20);
        Host host = time.host("host", StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64"),
                new CapturedLink(pair.a(), sent), 1, Observer.NONE);
        host.connect(IpAddress.parse(remote), 80, new Actor() {});
        time.settle();
        assertThat(sent.lastSyn().options().mss()).isEqualTo(mss);
    }
}
