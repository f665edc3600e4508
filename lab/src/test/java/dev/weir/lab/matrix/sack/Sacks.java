package dev.weir.lab.matrix.sack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Text out of order and text that overlaps, with the exact SACK and D-SACK blocks that answer it. */
public final class Sacks {
    private static final int SEGMENT = 1000;

    private Sacks() {}

    /** By path below the matrix. */
    public static Map<String, String> scripts() {
        var scripts = new TreeMap<String, String>();
        for (boolean timestamps : new boolean[] {false, true}) {
            String suffix = timestamps ? "-with-timestamps.pkt" : ".pkt";
            scripts.put("sack/every-order" + suffix, everyOrder(true, timestamps));
            scripts.put("sack/every-order-without-sack" + suffix, everyOrder(false, timestamps));
            scripts.put("sack/every-order-with-the-first-twice" + suffix, everyOrderWithOneTwice(timestamps));
            scripts.put("sack/every-order-with-fin" + suffix, everyOrderWithFin(true, timestamps));
            scripts.put("sack/every-order-with-fin-without-sack" + suffix, everyOrderWithFin(false, timestamps));
            scripts.put("sack/overlap-of-one-block" + suffix, overlaps(timestamps,
                    "One block waits beyond a hole; a segment with every pair of edges.",
                    List.of(new Span(1, 1001), new Span(2001, 4001)),
                    List.of(1L, 501L, 1001L, 1501L, 2001L, 2501L, 4001L, 4501L),
                    List.of(501L, 1001L, 1501L, 2001L, 2501L, 3501L, 4001L, 4501L, 5001L)));
            scripts.put("sack/overlap-of-two-blocks" + suffix, overlaps(timestamps,
                    "Two blocks wait beyond holes; a segment that touches them in every way.",
                    List.of(new Span(1, 1001), new Span(4001, 5001), new Span(2001, 3001)),
                    List.of(501L, 1001L, 1501L, 2001L, 2501L, 3001L, 3501L, 4501L),
                    List.of(2501L, 3001L, 3501L, 4001L, 4501L, 5001L, 5501L)));
            scripts.put("sack/more-holes-than-blocks" + suffix, moreHoles(timestamps));
        }
        return scripts;
    }

    private static Span segment(int number) {
        return new Span(1 + (long) (number - 1) * SEGMENT, 1 + (long) number * SEGMENT);
    }

    private static List<Span> segments(List<Integer> numbers) {
        return numbers.stream().map(Sacks::segment).toList();
    }

    private static String title(List<Integer> order) {
        return "segments " + order.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String everyOrder(boolean sack, boolean timestamps) {
        var script = new SackScript("Four segments in every order.", sack, timestamps);
        for (var order : permutations(List.of(1, 2, 3, 4))) script.add(title(order), List.of(), segments(order));
        return script.toString();
    }

    private static String everyOrderWithFin(boolean sack, boolean timestamps) {
        var last = segment(4);
        var script = new SackScript("Four segments in every order, the last with a FIN.", sack, timestamps, last.to());
        for (var order : permutations(List.of(1, 2, 3, 4))) script.add(title(order), List.of(), segments(order));
        for (var order : permutations(List.of(1, 2, 4))) {
            var twice = new ArrayList<>(order);
            twice.addAll(List.of(4, 3));
            script.add(title(twice), List.of(), segments(twice));
        }
        return script.toString();
    }

    private static String everyOrderWithOneTwice(boolean timestamps) {
        var script = new SackScript("Three segments in every order, and then the one that came first again.", true,
                timestamps);
        for (var order : permutations(List.of(2, 3, 4))) {
            var twice = new ArrayList<>(order);
            twice.add(order.getFirst());
            script.add(title(twice), List.of(), segments(twice));
        }
        return script.toString();
    }

    private static String overlaps(boolean timestamps, String what, List<Span> before, List<Long> from, List<Long> to) {
        var script = new SackScript(what, true, timestamps);
        for (long left : from) {
            for (long right : to) {
                if (left < right) script.add(left + ":" + right, before, List.of(new Span(left, right)));
            }
        }
        return script.toString();
    }

    private static String moreHoles(boolean timestamps) {
        var script = new SackScript("More blocks than an option holds: the newest are reported.", true, timestamps);
        for (var order : List.of(List.of(2, 4, 6, 8, 10, 12), List.of(12, 10, 8, 6, 4, 2), List.of(6, 12, 2, 10, 4, 8),
                List.of(2, 4, 6, 8, 10, 3), List.of(2, 4, 6, 8, 10, 10), List.of(10, 8, 6, 4, 2, 1))) {
            script.add(title(order), List.of(), segments(order));
        }
        return script.toString();
    }

    private static List<List<Integer>> permutations(List<Integer> numbers) {
        if (numbers.isEmpty()) return List.of(List.of());
        var all = new ArrayList<List<Integer>>();
        for (Integer first : numbers) {
            var rest = new ArrayList<>(numbers);
            rest.remove(first);
            for (var order : permutations(rest)) {
                var whole = new ArrayList<Integer>();
                whole.add(first);
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }
}
