package dev.weir.analysis.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connections that two captures have in common. */
public final class Pairing {
    private record Beginning(int isn, int serverPort) {}

    private final Recording first;
    private final Recording second;
    private final Map<Recorded, Recorded> partners = new HashMap<>();

    /** Looks for the connections of each in the other: those whose SYN has one initial number and one server port. */
    public Pairing(Recording first, Recording second) {
        this.first = first;
        this.second = second;
        var known = new HashMap<Beginning, Recorded>();
        for (var each : second.connections()) known.putIfAbsent(new Beginning(each.clientIsn, each.serverPort), each);
        for (var each : first.connections()) {
            var partner = known.remove(new Beginning(each.clientIsn, each.serverPort));
            if (partner == null) partner = shifted(each);
            if (partner != null) partners.put(each, partner);
        }
    }

    /** A device that draws its own initial numbers leaves the endpoints as they are. */
    private Recorded shifted(Recorded wanted) {
        return second.connections().stream().filter(each -> each.name().equals(wanted.name()))
                .filter(each -> !partners.containsValue(each)).findFirst().orElse(null);
    }

    /** How many connections both captures saw. */
    public int size() {
        return partners.size();
    }

    /** Connections of the first capture that the second did not see. */
    public int onlyInFirst() {
        return first.connections().size() - partners.size();
    }

    /** Connections of the second capture that the first did not see. */
    public int onlyInSecond() {
        return second.connections().size() - partners.size();
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
