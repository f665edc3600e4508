package dev.weir.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.chart.Curve.Style;
import dev.weir.analysis.flow.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String html() throws IOException {
        var series = new Series();
        series.add(0, 1);
        series.add(500, 7);
        var page = new Page.Builder("Title <b> & </title>", 1000).text("a \"text\"").fact("seed", "7")
                .shares(List.of(new Page.Shares("flow: server waited for", List.of(
                        new Page.Share("cwnd", 0, 300, "300 ns"), new Page.Share("the close", 1, 700, "700 ns")))))
                .table(new Page.Table("Flows", List.of("flow", "end"), List.of(List.of("a<i>", "closed"))))
                .chart(new Chart("Window", "how to read it", Unit.BYTES,
                        List.of(Curve.of("</script><script>alert(1)", Style.STEP, 0, series, 0))))
                .chart(new Chart("Empty", "", Unit.BYTES, List.of()))
                .events(List.of(new Page.Occasion(900, "b", "loss", "later"),
                new Page.Occasion(100, "a", "reset", "first")))
                .build();
        var writer = new StringWriter();
        HtmlReport.write(page, "weir test", writer);
        return writer.toString();
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        String html = html();
        assertThat(html).startsWith("<!doctype html>").contains("default-src 'none'")
                .doesNotContain("src=\"", "<link", "@import", "url(http", "fetch(", "XMLHttpRequest");
        // the only address is the name of a language
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://");
    }

    @Test
    void whatIsShownCannotBecomeMarkup() throws IOException {
        String html = html();
        assertThat(html).contains("<title>Title &lt;b&gt; &amp; &lt;/title&gt;</title>", "a&lt;i&gt;")
                .contains("\\u003c/script>\\u003cscript>alert(1)").doesNotContain("<script>alert");
    }

    @Test
    void chartsCarryTheirNumbersAndEmptyOnesAreLeftOut() throws IOException {
        String html = html();
        assertThat(html).contains("\"span\":1000", "\"unit\":\"BYTES\"", "\"at\":[0,500],\"value\":[1,7]")
                .doesNotContain("Empty");
        assertThat(html.split("class=\"plot\"", -1)).hasSize(2);
    }

    @Test
    void eventsAreInOrderOfTime() throws IOException {
        String html = html();
        assertThat(html.indexOf("first")).isPositive().isLessThan(html.indexOf("later"));
    }

    @Test
    void samePageSameBytes() throws IOException {
        assertThat(html()).isEqualTo(html());
    }
}
