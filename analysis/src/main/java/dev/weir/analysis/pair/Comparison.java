package dev.weir.analysis.pair;

import dev.weir.analysis.flow.Distribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Lays what two captures saw of one connection over each other. */
final class Comparison {
    private static final int CONGESTION_EXPERIENCED = 3;
    /** Each end of the connection has this share of it: where the quickest packets tell how the clocks went apart. */
    private static final int ENDS = 4;
    /** Fewer packets each way than this do not tell a drift from chance. */
    private static final int ENOUGH = 40;

    private Comparison() {}

    static PairedConnection of(Recorded client, Recorded server) {
        var clock = clock(client, server);
        var toServer = way(client.fromClient, server.fromClient, LongUnaryOperator.identity(), clock::toClient);
        var toClient = way(server.fromServer, client.fromServer, clock::toClient, LongUnaryOperator.identity());
        return new PairedConnection(client.opening.name(), server.opening.name(), clock, toServer, toClient,
                hops(client.fromClient, server.fromClient), hops(server.fromServer, client.fromServer),
                Changes.between(client, server));
    }

    private static Clock clock(Recorded client, Recorded server) {
        var there = Matcher.unmistakable(client.fromClient, server.fromClient);
        var back = Matcher.unmistakable(server.fromServer, client.fromServer);
        if (there.isEmpty() || back.isEmpty()) {
            long offset = there.isEmpty() ? 0 : there.getFirst().rawNanos(); // then the quickest packet took no time
            return new Clock(offset, 0, 0);
        }
        long epoch = there.getFirst().sent().nanos();
        var whole = new Clock((least(there) - least(back)) / 2, 0, epoch);
        if (there.size() < ENOUGH || back.size() < ENOUGH) return whole;
        var earlyThere = there.subList(0, there.size() / ENDS);
        var earlyBack = back.subList(0, back.size() / ENDS);
        var lateThere = there.subList(there.size() - there.size() / ENDS, there.size());
        var lateBack = back.subList(back.size() - back.size() / ENDS, back.size());
        long early = (least(earlyThere) - least(earlyBack)) / 2;
        long late = (least(lateThere) - least(lateBack)) / 2;
        long between = middle(lateThere) - middle(earlyThere);
        // a queue that grows looks like a clock that runs away, but each way has its own and they do not cancel out
        boolean steady = Math.abs(least(lateThere) + least(lateBack) - least(earlyThere) - least(earlyBack))
                < Math.abs(late - early);
        if (between <= 0 || !steady) return whole;
        double drift = (double) (late - early) / between;
        return new Clock(early - Math.round(drift * (middle(earlyThere) - epoch)), drift, epoch);
    }

    private static long least(List<Match> matches) {
        return matches.stream().mapToLong(Match::rawNanos).min().orElse(0);
    }

    private static long middle(List<Match> matches) {
        return matches.get(matches.size() / 2).sent().nanos();
    }

    /** Both clocks are turned into that of the client. */
    private static Way way(
            List<Sighting> sent, List<Sighting> arrived, LongUnaryOperator sentAt, LongUnaryOperator arrivedAt) {
        var matcher = new Matcher(sent);
        var inOrder = new ArrayList<>(arrived);
        inOrder.sort(Comparator.comparingLong(Sighting::nanos)); // stable
        long slack = slack(sent, arrived, sentAt, arrivedAt);
        for (var each : inOrder) {
            long latest = arrivedAt.applyAsLong(each.nanos()) - slack;
            matcher.match(each, latest - sentAt.applyAsLong(0));
        }
        var delays = new Distribution();
        long overtaken = 0;
        long latestSent = Long.MIN_VALUE;
        long marked = 0;
        for (var match : matcher.matches()) {
            long at = sentAt.applyAsLong(match.sent().nanos());
            delays.add(arrivedAt.applyAsLong(match.arrived().nanos()) - at);
            if (at < latestSent) overtaken++;
            latestSent = Math.max(latestSent, at);
            boolean before = match.sent().ecn() == CONGESTION_EXPERIENCED;
            if (match.arrived().ecn() == CONGESTION_EXPERIENCED && !before) marked++;
        }
        var lost = sent.stream().filter(each -> !matcher.arrived(each)).toList();
        var strangers = matcher.strangers();
        long resets = strangers.stream().filter(Sighting::isReset).count();
        return new Way(sent.size(), lost.size(), lost.stream().mapToLong(matcher::lostBytes).sum(), examples(lost),
                matcher.duplicates(), strangers.size(), examples(strangers), resets, overtaken, delays, marked);
    }

    /** Half of the quickest way: nothing was quicker, and the alignment is not off by more. */
    private static long slack(
            List<Sighting> sent, List<Sighting> arrived, LongUnaryOperator sentAt, LongUnaryOperator arrivedAt) {
        return Matcher.unmistakable(sent, arrived).stream()
                .mapToLong(match -> arrivedAt.applyAsLong(match.arrived().nanos())
                        - sentAt.applyAsLong(match.sent().nanos()))
                .min().orElse(0) / 2;
    }

    private static List<Long> examples(List<Sighting> sightings) {
        return sightings.stream().limit(Way.EXAMPLES).map(Sighting::frame).toList();
    }

    private static int hops(List<Sighting> sent, List<Sighting> arrived) {
        return Matcher.unmistakable(sent, arrived).stream().findFirst()
                .map(match -> match.sent().timeToLive() - match.arrived().timeToLive())
                .filter(difference -> difference >= 0).orElse(-1);
    }
}
