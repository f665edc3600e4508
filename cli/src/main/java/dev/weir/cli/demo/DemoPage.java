package dev.weir.cli.demo;

import dev.weir.analysis.chart.FlowCharts;
import dev.weir.analysis.chart.Page;
import dev.weir.analysis.flow.FlowReport;
import dev.weir.analysis.flow.Meters;
import java.util.List;

/** An exchange as a page with charts. */
final class DemoPage {
    private DemoPage() {}

    /** @param meters what listened to the exchange */
    static Page of(Exchange exchange, Meters meters) {
        var timeline = exchange.timeline();
        long begin = timeline.begin();
        long until = begin + Math.max(1, exchange.summary().durationNanos());
        var client = meters.of(Exchange.CLIENT, timeline.flow()).getLast();
        var server = meters.of(Exchange.SERVER, timeline.flow().reversed()).stream().reduce((_, last) -> last);
        var flow = new FlowReport("answer", client, server, until);
        var charts = new FlowCharts(List.of(flow), begin, until);
        return new Page.Builder("A TCP connection", until - begin)
                .text("A client asks, a server answers, the client closes, then the server. Network and time are "
                        + "simulated.")
                .fact("link", DemoText.road(exchange.scenario()))
                .table(charts.table()).shares(charts.spending())
                .chart(charts.sequence(flow)).chart(charts.congestionWindow()).chart(charts.roundTrips())
                .chart(charts.goodput())
                .events(charts.events()).build();
    }
}
