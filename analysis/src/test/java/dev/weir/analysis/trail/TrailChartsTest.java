package dev.weir.analysis.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.chart.Curve;
import dev.weir.analysis.chart.HtmlReport;
import dev.weir.analysis.chart.Hue;
import dev.weir.analysis.chart.Page;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrailChartsTest {
    private final Trail trail = new TrailTest().trail();
    private final TrailCharts charts = new TrailCharts(trail, new Notes(trail.conversation(), List.of()), false, 0);

    private static Curve curve(List<Curve> curves, String name) {
        return curves.stream().filter(curve -> curve.name().startsWith(name)).findFirst().orElseThrow();
    }

    @Test
    void theStreamHasSegmentsRepetitionsAcknowledgmentsAndWindows() {
        var curves = charts.sequence().curves();
        assertThat(curve(curves, "data").values()).containsExactly(1, 201, 401, 601, 801);
        assertThat(curve(curves, "data").ends()).containsExactly(201, 401, 601, 801, 1001);
        assertThat(curve(curves, "data").texts().getFirst()).isEqualTo("packet 5, 1:201");
        assertThat(curve(curves, "sent again").values()).containsExactly(401);
        assertThat(curve(curves, "sent again").hue()).isEqualTo(Hue.RESENT);
        assertThat(curve(curves, "SACK").ends()).containsExactly(801, 1001, 1001);
        assertThat(curve(curves, "acknowledged").values()).endsWith(401, 1001);
        assertThat(curve(curves, "end of the window").values()).contains(401 + 4000);
        assertThat(curve(curves, "SYN, FIN, RST").values()).hasSize(3);
    }

    @Test
    void whatWasSentTwiceGivesNoRoundTrip() {
        var samples = curve(charts.roundTrips().curves(), "data of the server");
        assertThat(samples.values()).containsExactly(9_900_000); // 201:401, acknowledged by ack 401
    }

    @Test
    void whatIsInFlightFallsWithEachAcknowledgment() {
        assertThat(curve(charts.inFlight().curves(), "in flight").values()).contains(1000, 600, 0);
    }

    @Test
    void aPageLeadsFromAFindingToItsPacket() throws IOException {
        var page = new Page.Builder("a", 100)
                .remark(new Page.Remark("PACKET_LOSS", "network", List.of(new Page.Proof("one <b> was lost",
                        List.of(new Page.Place(14, 50_000_000))))))
                .chart(charts.sequence())
                .drawing(new Page.Drawing("Packets", List.of(new Page.Stroke(14, "repeated", "sent again"))))
                .build();
        var target = new StringWriter();
        HtmlReport.write(page, "test", target);
        assertThat(target.toString()).contains(
                "one &lt;b&gt; was lost <a class=\"jump\" href=\"#f14\" data-at=\"50000000\">14</a>",
                "<span class=\"k-repeated\" id=\"f14\">sent again</span>", "\"end\":[201,401,601,801,1001]");
    }
}
