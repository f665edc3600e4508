package dev.weir.analysis.pair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds, for what arrived at one place, what was sent at the other. Equal packets first; then pieces, since network
 * cards cut large segments and join small ones on their way into a capture. Of equal copies the identification tells
 * which, else the time: the latest that was sent early enough.
 */
final class Matcher {
    private final Map<Sighting.Key, List<Sighting>> sentByKey = new HashMap<>();
    private final TreeMap<Integer, List<Sighting>> sentByStart = new TreeMap<>();
    private final Map<Sighting, Integer> missingBytes = new IdentityHashMap<>();
    private final Set<Sighting> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Match> matches = new ArrayList<>();
    private final List<Sighting> strangers = new ArrayList<>();
    private long duplicates;
    private int longest;

    Matcher(List<Sighting> sent) {
        for (var each : sent) {
            sentByKey.computeIfAbsent(each.key(), _ -> new ArrayList<>(1)).add(each);
            if (each.lengthBytes() == 0) continue;
            sentByStart.computeIfAbsent(each.sequence(), _ -> new ArrayList<>(1)).add(each);
            missingBytes.put(each, each.lengthBytes());
            longest = Math.max(longest, each.lengthBytes());
        }
    }

    /** Those that are alike nothing else, on both sides; no resets, which others send in the name of an end. */
    static List<Match> unmistakable(List<Sighting> sent, List<Sighting> arrived) {
        var once = new HashMap<Sighting.Key, Sighting>();
        var twice = new HashSet<Sighting.Key>();
        for (var each : sent) if (once.put(each.key(), each) != null) twice.add(each.key());
        var here = new HashSet<Sighting.Key>();
        for (var each : arrived) if (!here.add(each.key())) twice.add(each.key());
        var found = new ArrayList<Match>();
        for (var each : arrived) {
            var origin = once.get(each.key());
            if (origin != null && !origin.isReset() && !twice.contains(each.key())) found.add(new Match(origin, each));
        }
        return found;
    }

    /** @param latestSent what was sent after it, by the sender's clock, cannot have arrived as this */
    void match(Sighting arrived, long latestSent) {
        var origin = equal(arrived, latestSent);
        if (origin != null) {
            taken.add(origin);
            missingBytes.remove(origin);
            matches.add(new Match(origin, arrived));
        } else if (arrived.lengthBytes() == 0 || !pieces(arrived, latestSent)) {
            if (sentByKey.containsKey(arrived.key()) && !arrived.isReset()) duplicates++;
            else strangers.add(arrived);
        }
    }

    private Sighting equal(Sighting arrived, long latestSent) {
        Sighting latest = null;
        Sighting identified = null;
        int sameIdentification = 0;
        for (var each : sentByKey.getOrDefault(arrived.key(), List.of())) {
            if (taken.contains(each) || each.nanos() > latestSent) continue;
            latest = each;
            if (each.identification() <= 0 || each.identification() != arrived.identification()) continue;
            identified = each;
            sameIdentification++;
        }
        return sameIdentification == 1 ? identified : latest;
    }

    /** What was sent that shares bytes with it: larger, smaller, or across its edges. */
    private boolean pieces(Sighting arrived, long latestSent) {
        int found = 0;
        Sighting whole = null;
        for (var list : sentByStart.subMap(arrived.sequence() - longest, false, arrived.end(), false).values()) {
            for (var each : list) {
                int missing = missingBytes.getOrDefault(each, 0);
                if (missing == 0 || each.nanos() > latestSent || each.end() <= arrived.sequence()) continue;
                if (each.options().hasTimestamps() && arrived.options().hasTimestamps()
                        && each.options().tsVal() != arrived.options().tsVal()) {
                    continue;
                }
                int shared = Math.min(each.end(), arrived.end()) - Math.max(each.sequence(), arrived.sequence());
                found += shared;
                whole = each;
                if (missing <= shared) missingBytes.remove(each);
                else missingBytes.put(each, missing - shared);
                if (taken.add(each)) matches.add(new Match(each, arrived));
            }
        }
        return whole != null && found > 0;
    }

    List<Match> matches() {
        return matches;
    }

    /** How many arrived once more. */
    long duplicates() {
        return duplicates;
    }

    /** Arrived, and nobody sent them. */
    List<Sighting> strangers() {
        return strangers;
    }

    boolean arrived(Sighting sent) {
        return taken.contains(sent) && !missingBytes.containsKey(sent);
    }

    /** Bytes of it that did not arrive. */
    int lostBytes(Sighting sent) {
        return taken.contains(sent) ? missingBytes.getOrDefault(sent, 0) : sent.lengthBytes();
    }
}
