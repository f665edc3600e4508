package dev.weir.analysis.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Connections that two captures have in common. */
public final class Pairing {
    private final Recording first;
    private final Recording second;
    private final Map<Recorded, Recorded> partners = new HashMap<>();

    /**
     * Looks for the connections of each in the other: those whose SYN has one initial number and one server port; or
     * one mark and the same endpoints, where a device on the way draws numbers of its own.
     */
    public Pairing(Recording first, Recording second) {
        this.first = first;
        this.second = second;
        var byNumbers = new HashMap<Opening.Numbers, Recorded>();
        var byPath = new HashMap<Opening.Path, Recorded>();
        for (var each : second.connections()) {
            byNumbers.putIfAbsent(each.opening.numbers(), each);
            each.opening.path().ifPresent(path -> byPath.putIfAbsent(path, each));
        }
        var taken = new HashSet<Recorded>();
        for (var each : first.connections()) {
            var partner = byNumbers.get(each.opening.numbers());
            if (partner == null) partner = each.opening.path().map(byPath::get).orElse(null);
            if (partner != null && taken.add(partner)) partners.put(each, partner);
        }
    }

    /** How many connections both captures saw. */
    public int size() {
        return partners.size();
    }

    /** Connections of the first capture that the second did not see. */
    public int onlyInFirst() {
        return first.others() + first.connections().size() - partners.size();
    }

    /** Connections of the second capture that the first did not see. */
    public int onlyInSecond() {
        return second.others() + second.connections().size() - partners.size();
    }

    /** Whether the first capture was made nearer to the clients: there an answer takes longer to come. */
    public boolean firstIsAtClient() {
        long nearer = partners.entrySet().stream()
                .filter(pair -> pair.getKey().answerNanos() >= pair.getValue().answerNanos()).count();
        return 2 * nearer >= partners.size();
    }

    /** All of them, in the order of the first capture. */
    public List<PairedConnection> connections() {
        boolean inOrder = firstIsAtClient();
        var found = new ArrayList<PairedConnection>();
        for (var each : first.connections()) {
            var partner = partners.get(each);
            if (partner != null) found.add(inOrder ? Comparison.of(each, partner) : Comparison.of(partner, each));
        }
        return found;
    }
}
