package dev.weir.analysis.chart;

import dev.weir.analysis.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A {@link Page} as one HTML file that needs nothing else: style, script and numbers are in it, and it loads nothing.
 * Facts, tables and events can be read without a script; the charts are drawn by one.
 */
public final class HtmlReport {
    private static final int MOST_EVENTS = 1000;
    private static final int HUES = 9; // of the palette in page.css

    private final Page page;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Page page) {
        this.page = page;
    }

    /** @param maker what goes into the last line: name and version of the program */
    public static void write(Page page, String maker, Writer target) throws IOException {
        target.write(new HtmlReport(page).make(maker));
    }

    private String make(String maker) {
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                // nothing but what is in this file: no network, whatever a name in it may try
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                        + "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n")
                .append("<title>").append(escaped(page.title())).append("</title>\n<style>\n")
                .append(resource("page.css"))
                .append("</style>\n</head>\n<body>\n<main>\n<button id=\"theme\" type=\"button\">Dark</button>\n");
        head();
        remarks();
        page.tables().forEach(this::table);
        shares();
        charts();
        page.drawings().forEach(this::drawing);
        events();
        html.append("<footer>").append(escaped(maker)).append("</footer>\n</main>\n");
        html.append("<script type=\"application/json\" id=\"data\">").append(data()).append("</script>\n");
        html.append("<script>\n").append(resource("page.js")).append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void head() {
        html.append("<h1>").append(escaped(page.title())).append("</h1>\n");
        if (!page.text().isEmpty()) html.append("<p>").append(escaped(page.text())).append("</p>\n");
        if (page.facts().isEmpty()) return;
        html.append("<dl>\n");
        for (var fact : page.facts()) {
            html.append("<div><dt>").append(escaped(fact.name())).append("</dt><dd>").append(escaped(fact.value()))
                    .append("</dd></div>\n");
        }
        html.append("</dl>\n");
    }

    private void remarks() {
        if (page.remarks().isEmpty()) return;
        html.append("<section>\n<h2>Findings</h2>\n");
        for (var remark : page.remarks()) {
            html.append("<div class=\"remark\"><h3><b class=\"bad\">").append(escaped(remark.name())).append("</b> ")
                    .append(escaped(remark.about())).append("</h3>\n<ul>\n");
            for (var proof : remark.proofs()) proof(proof);
            html.append("</ul></div>\n");
        }
        html.append("</section>\n");
    }

    private void proof(Page.Proof proof) {
        html.append("<li>").append(escaped(proof.text()));
        for (var place : proof.places()) {
            html.append(" <a class=\"jump\" href=\"#f").append(place.frame()).append("\" data-at=\"")
                    .append(place.atNanos()).append("\">").append(place.frame()).append("</a>");
        }
        html.append("</li>\n");
    }

    private void drawing(Page.Drawing drawing) {
        html.append("<section>\n<h2>").append(escaped(drawing.title()))
                .append("</h2>\n<div class=\"scroll\"><pre class=\"drawing\">");
        for (var stroke : drawing.strokes()) {
            html.append("<span class=\"k-").append(escaped(stroke.kind())).append('"');
            if (stroke.frame() > 0) html.append(" id=\"f").append(stroke.frame()).append('"');
            html.append('>').append(escaped(stroke.text())).append("</span>\n");
        }
        html.append("</pre></div>\n</section>\n");
    }

    private void shares() {
        if (page.shares().isEmpty()) return;
        html.append("<section>\n<h2>Time</h2>\n");
        for (var whole : page.shares()) {
            html.append("<div class=\"shares\">").append(escaped(whole.title())).append("\n<div class=\"bar\">");
            for (var part : whole.parts()) {
                html.append("<div class=\"s").append(part.hue() % HUES).append("\" style=\"flex-grow:")
                        .append(part.size())
                        .append("\" title=\"").append(escaped(part.name())).append("\"></div>");
            }
            html.append("</div>\n<div class=\"keys\">");
            for (var part : whole.parts()) {
                html.append("<span><i class=\"s").append(part.hue() % HUES).append("\"></i>")
                        .append(escaped(part.name()))
                        .append(": ").append(escaped(part.text())).append("</span>");
            }
            html.append("</div></div>\n");
        }
        html.append("</section>\n");
    }

    private void table(Page.Table table) {
        html.append("<section>\n<h2>").append(escaped(table.title()))
                .append("</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
        for (String heading : table.headings()) html.append("<th scope=\"col\">").append(escaped(heading))
                .append("</th>");
        html.append("</tr></thead>\n<tbody>\n");
        for (var row : table.rows()) {
            html.append("<tr><th scope=\"row\">").append(escaped(row.getFirst())).append("</th>");
            for (String cell : row.subList(1, row.size())) html.append("<td>").append(escaped(cell)).append("</td>");
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n</section>\n");
    }

    private void charts() {
        if (page.charts().isEmpty()) return;
        html.append("<noscript><p>The charts need JavaScript; it is in this file, and loads nothing.</p></noscript>\n");
        html.append("<p class=\"hint\" style=\"margin-top:14px\">Drag over a chart to zoom all of them, double-click "
                + "to see all; a name in a legend hides its curve. "
                + "<button id=\"all\" type=\"button\" hidden>Show all</button></p>\n");
        for (var chart : page.charts()) {
            html.append("<section class=\"plot\">\n<h2>").append(escaped(chart.title())).append("</h2>\n");
            if (!chart.note().isEmpty()) html.append("<p class=\"hint\">").append(escaped(chart.note()))
                    .append("</p>\n");
            html.append("<div class=\"legend\"></div>\n<div class=\"chart\"></div>\n</section>\n");
        }
    }

    private void events() {
        if (page.events().isEmpty()) return;
        int shown = Math.min(MOST_EVENTS, page.events().size());
        html.append("<section>\n<details><summary>Events (").append(page.events().size()).append(")</summary>\n");
        html.append("<div class=\"scroll\"><table id=\"events\">\n<thead><tr><th scope=\"col\">time</th>"
                + "<th scope=\"col\">host</th><th scope=\"col\">event</th><th scope=\"col\">why</th></tr></thead>"
                + "\n<tbody>\n");
        for (var event : page.events().subList(0, shown)) {
            html.append("<tr><td>").append(Quantity.seconds(event.atNanos(), 6)).append(" s</td><td>")
                    .append(escaped(event.who())).append("</td><td>").append(escaped(event.kind())).append("</td><td>")
                    .append(escaped(event.text())).append("</td></tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
        if (shown < page.events().size()) {
            html.append("<p>").append(page.events().size() - shown).append(" later ones are left out.</p>\n");
        }
        html.append("</details>\n</section>\n");
    }

    private String data() {
        var text = new StringWriter();
        try (var json = JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("span", Math.max(1, page.spanNanos()));
            json.writeArrayPropertyStart("charts");
            for (var chart : page.charts()) chart(chart, json);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString().replace("<", "\\u003c"); // nothing in it may end the element
    }

    private static void chart(Chart chart, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("title", chart.title());
        json.writeStringProperty("unit", chart.unit().name());
        json.writeArrayPropertyStart("curves");
        for (var curve : chart.curves()) {
            json.writeStartObject();
            json.writeStringProperty("name", curve.name());
            json.writeStringProperty("style", curve.style().name());
            json.writeNumberProperty("hue", curve.hue());
            json.writeName("at");
            json.writeArray(curve.atNanos(), 0, curve.atNanos().length);
            json.writeName("value");
            json.writeArray(curve.values(), 0, curve.values().length);
            if (curve.ends().length > 0) {
                json.writeName("end");
                json.writeArray(curve.ends(), 0, curve.ends().length);
            }
            if (!curve.texts().isEmpty()) {
                json.writeArrayPropertyStart("text");
                curve.texts().forEach(json::writeString);
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
