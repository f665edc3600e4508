package dev.weir.lab.scenario.file;

import dev.weir.lab.box.Match;
import dev.weir.lab.scenario.toml.Nearest;
import dev.weir.wire.Cidr;
import dev.weir.wire.TcpOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Which packets a box means, in words: {@code tcp and to-port 443 and not syn}. {@code and} binds closer than
 * {@code or}.
 */
final class MatchReader {
    private static final int MOST = 65535;
    private static final Map<String, Match> WORDS = new LinkedHashMap<>();
    private static final Map<String, Function<String, Match>> WITH_VALUE = new LinkedHashMap<>();
    private static final Map<String, Integer> OPTIONS = new LinkedHashMap<>();

    static {
        WORDS.put("all", Match.ALL);
        WORDS.put("outward", Match.OUTWARD);
        WORDS.put("inward", Match.INWARD);
        WORDS.put("tcp", Match.TCP);
        WORDS.put("udp", Match.UDP);
        WORDS.put("icmp", Match.ICMP);
        WORDS.put("syn", Match.SYN);
        WORDS.put("syn-ack", Match.SYN_ACK);
        WORDS.put("ecn-setup", Match.ECN_SETUP);
        WORDS.put("rst", Match.RST);
        WORDS.put("fin", Match.FIN);
        WORDS.put("data", Match.DATA);
        WITH_VALUE.put("to-port", value -> Match.toPort(number(value)));
        WITH_VALUE.put("from-port", value -> Match.fromPort(number(value)));
        WITH_VALUE.put("to", value -> Match.to(Cidr.parse(value)));
        WITH_VALUE.put("from", value -> Match.from(Cidr.parse(value)));
        WITH_VALUE.put("larger", value -> Match.larger(number(value)));
        WITH_VALUE.put("option", value -> Match.option(option(value)));
        OPTIONS.put("mss", TcpOption.MSS);
        OPTIONS.put("window-scale", TcpOption.WINDOW_SCALE);
        OPTIONS.put("sack-permitted", TcpOption.SACK_PERMITTED);
        OPTIONS.put("sack", TcpOption.SACK);
        OPTIONS.put("timestamps", TcpOption.TIMESTAMPS);
        OPTIONS.put("fast-open", TcpOption.FAST_OPEN);
    }

    private MatchReader() {}

    /** @throws IllegalArgumentException saying what was not understood */
    static Match parse(String text) {
        Match any = null;
        for (String branch : text.split("\\s+or\\s+")) {
            Match all = null;
            for (String term : branch.split("\\s+and\\s+")) {
                Match match = term(term.strip());
                all = all == null ? match : all.and(match);
            }
            any = any == null ? all : any.or(all);
        }
        return any;
    }

    private static Match term(String term) {
        if (term.startsWith("not ")) return term(term.substring(4).strip()).not();
        Match match = WORDS.get(term);
        if (match != null) return match;
        String[] words = term.split("\\s+");
        var reader = WITH_VALUE.get(words[0]);
        if (reader != null && words.length == 2) return reader.apply(words[1]);
        var known = new ArrayList<>(WORDS.keySet());
        known.addAll(WITH_VALUE.keySet());
        throw new IllegalArgumentException("'" + term + "' names no packets" + Nearest.hint(words[0], known)
                + " (words: " + String.join(", ", WORDS.keySet()) + "; with a value: "
                + String.join(", ", WITH_VALUE.keySet()) + "; joined by and, or, not)");
    }

    /** The kind of a TCP option, by name or number. */
    static int option(String text) {
        Integer kind = OPTIONS.get(text);
        if (kind != null) return kind;
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= 255) return Integer.parseInt(text);
        throw new IllegalArgumentException("'" + text + "' is no TCP option" + Nearest.hint(text, OPTIONS.keySet())
                + " (one of " + String.join(", ", OPTIONS.keySet()) + ", or a number)");
    }


    private static int number(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MOST) {
            throw new IllegalArgumentException("'" + text + "' is no number from 0 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
