package dev.weir.analysis.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a report shows, from top to bottom.
 *
 * @param title of the page
 * @param text a paragraph below it; may be empty
 * @param facts short ones, name and value
 * @param remarks what is wrong, each with its proof
 * @param tables after them
 * @param shares after them, as bars
 * @param spanNanos how long all charts are
 * @param charts one below the other; those without curves are left out
 * @param events in order of time
 * @param drawings made of characters, last of all
 */
public record Page(
        String title, String text, List<Fact> facts, List<Remark> remarks, List<Table> tables, List<Shares> shares,
        long spanNanos, List<Chart> charts, List<Occasion> events, List<Drawing> drawings) {
    public Page {
        facts = List.copyOf(facts);
        remarks = List.copyOf(remarks);
        drawings = List.copyOf(drawings);
        shares = List.copyOf(shares);
        tables = List.copyOf(tables);
        charts = charts.stream().filter(chart -> !chart.isEmpty()).toList();
        events = List.copyOf(events);
    }

    /** {@code seed}, {@code 7}. */
    public record Fact(String name, String value) {}

    /**
     * Something that is wrong.
     *
     * @param name of it, short
     * @param about what, who, what it cost
     * @param proofs sentences, the first says it all
     */
    public record Remark(String name, String about, List<Proof> proofs) {
        public Remark {
            proofs = List.copyOf(proofs);
        }
    }

    /**
     * A sentence and the packets that show it.
     *
     * @param places may be empty
     */
    public record Proof(String text, List<Place> places) {
        public Proof {
            places = List.copyOf(places);
        }
    }

    /**
     * A packet that a reader may jump to.
     *
     * @param atNanos since the beginning of the charts
     */
    public record Place(long frame, long atNanos) {}

    /** Lines of characters in columns. */
    public record Drawing(String title, List<Stroke> strokes) {
        public Drawing {
            strokes = List.copyOf(strokes);
        }
    }

    /**
     * A line of a drawing.
     *
     * @param frame of the packet that it shows; 0: none
     * @param kind a word for its style: {@code lost}
     */
    public record Stroke(long frame, String kind, String text) {}

    /** A whole and its parts. */
    public record Shares(String title, List<Share> parts) {
        public Shares {
            parts = List.copyOf(parts);
        }
    }

    /**
     * @param hue which colour of the palette, from 0
     * @param size in the unit of its whole
     * @param text the size for a person
     */
    public record Share(String name, int hue, long size, String text) {}

    /**
     * @param headings one for each column
     * @param rows each as long as the headings; the first cell names the row
     */
    public record Table(String title, List<String> headings, List<List<String>> rows) {
        public Table {
            headings = List.copyOf(headings);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Something that happened.
     *
     * @param atNanos since the beginning of the charts
     * @param who reports it
     * @param kind a word: {@code retransmission}
     */
    public record Occasion(long atNanos, String who, String kind, String text) {}

    /** A page in the making; what is not said is empty. */
    public static final class Builder {
        private final String title;
        private final long spanNanos;
        private String text = "";
        private final List<Fact> facts = new ArrayList<>();
        private final List<Remark> remarks = new ArrayList<>();
        private final List<Drawing> drawings = new ArrayList<>();
        private final List<Shares> shares = new ArrayList<>();
        private final List<Table> tables = new ArrayList<>();
        private final List<Chart> charts = new ArrayList<>();
        private final List<Occasion> events = new ArrayList<>();

        /** @param spanNanos how long all charts are */
        public Builder(String title, long spanNanos) {
            this.title = title;
            this.spanNanos = spanNanos;
        }

        public Builder text(String text) {
            this.text = text;
            return this;
        }

        public Builder fact(String name, String value) {
            facts.add(new Fact(name, value));
            return this;
        }

        public Builder remark(Remark remark) {
            remarks.add(remark);
            return this;
        }

        public Builder drawing(Drawing drawing) {
            drawings.add(drawing);
            return this;
        }

        public Builder shares(List<Shares> wholes) {
            shares.addAll(wholes);
            return this;
        }

        public Builder table(Table table) {
            tables.add(table);
            return this;
        }

        public Builder chart(Chart chart) {
            charts.add(chart);
            return this;
        }

        public Builder events(List<Occasion> occasions) {
            events.addAll(occasions);
            events.sort(Comparator.comparingLong(Occasion::atNanos));
            return this;
        }

        public Page build() {
            return new Page(title, text, facts, remarks, tables, shares, spanNanos, charts, events, drawings);
        }
    }
}
