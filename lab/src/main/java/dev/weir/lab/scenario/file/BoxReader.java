package dev.weir.lab.scenario.file;

import dev.weir.lab.box.ClampMss;
import dev.weir.lab.box.Ecn;
import dev.weir.lab.box.Firewall;
import dev.weir.lab.box.ForgeReset;
import dev.weir.lab.box.HoldBack;
import dev.weir.lab.box.Idle;
import dev.weir.lab.box.Lose;
import dev.weir.lab.box.Match;
import dev.weir.lab.box.Middlebox;
import dev.weir.lab.box.Nat;
import dev.weir.lab.box.RecycleTimeWait;
import dev.weir.lab.box.Refusal;
import dev.weir.lab.box.ShiftSequence;
import dev.weir.lab.box.StripOption;
import dev.weir.lab.scenario.toml.Section;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code [[box]]}: something in the middle with one habit. Each network gets a new one, since boxes remember. */
final class BoxReader {
    private static final Map<String, Function<Section, Supplier<Middlebox>>> KINDS = new LinkedHashMap<>();
    private static final Map<String, Refusal> REFUSALS = ScenarioFile.words(Refusal.values());

    static {
        KINDS.put("nat", BoxReader::nat);
        KINDS.put("firewall", BoxReader::firewall);
        KINDS.put("lose", BoxReader::lose);
        KINDS.put("drop-icmp", _ -> Lose::icmp);
        KINDS.put("black-hole", box -> {
            int bytes = (int) box.bytes("above", 1400, 68, 65535);
            return () -> Lose.larger(bytes);
        });
        KINDS.put("drop-syn-option", box -> {
            int kind = option(box);
            return () -> Lose.synWithOption(kind);
        });
        KINDS.put("drop-ecn", _ -> Lose::ecn);
        KINDS.put("clear-ecn", box -> box.flag("negotiation", false) ? Ecn::clearNegotiation : Ecn::clearField);
        KINDS.put("strip-option", BoxReader::stripOption);
        KINDS.put("clamp-mss", box -> {
            int mss = (int) box.integer("mss", 1360, 1, 65535);
            return () -> new ClampMss(mss);
        });
        KINDS.put("forge-reset", BoxReader::forgeReset);
        KINDS.put("hold-back", BoxReader::holdBack);
        KINDS.put("shift-sequence", box -> {
            int by = (int) box.integer("by", 1 << 30, Integer.MIN_VALUE, Integer.MAX_VALUE);
            boolean sack = box.flag("sack", true);
            return () -> new ShiftSequence(by, sack);
        });
        KINDS.put("recycle-time-wait", box -> {
            var remembered = positive(box, "remembered", RecycleTimeWait.REMEMBERED);
            return () -> new RecycleTimeWait(remembered);
        });
    }

    private BoxReader() {}

    /** What makes the habit of a box, for one network. */
    static Supplier<Middlebox> read(Section box) {
        var kind = box.choice("kind", null, KINDS);
        if (kind == null) {
            if (!box.has("kind")) box.problem("[[box]] needs kind = one of " + String.join(", ", KINDS.keySet()));
            return () -> Lose.all(Match.ALL.not());
        }
        var habit = kind.apply(box);
        try {
            habit.get();
        } catch (IllegalArgumentException e) {
            box.problem(e.getMessage());
        }
        return habit;
    }

    private static Supplier<Middlebox> nat(Section box) {
        String outside = box.parsed("outside", "", text -> IpAddress.parse(text).toString());
        if (outside.isEmpty() && !box.has("outside")) box.problem("a NAT needs outside = \"203.0.113.1\"");
        var idle = idle(box, Idle.BY_THE_RFCS);
        var unknown = box.choice("unknown", Refusal.SILENCE, REFUSALS);
        var withoutState = box.choice("without_state", null, REFUSALS);
        var invalid = box.choice("invalid", null, REFUSALS);
        int mappings = (int) box.integer("mappings", Nat.MAPPINGS, 1, Nat.MAPPINGS);
        boolean inOrder = box.flag("ports_in_order", false);
        return () -> {
            var nat = new Nat(outside).idle(idle).unknown(unknown).mappings(mappings);
            if (withoutState != null) nat.withoutState(withoutState);
            if (invalid != null) nat.invalid(invalid);
            return inOrder ? nat.portsInOrder() : nat;
        };
    }

    /** A rule in words: what happens, and to which packets. */
    private record Rule(boolean allowed, Refusal refusal, Match match) {}

    private static Supplier<Middlebox> firewall(Section box) {
        var rules = new ArrayList<Rule>();
        for (String text : box.texts("rules")) {
            try {
                rules.add(rule(text));
            } catch (IllegalArgumentException e) {
                box.problem("rules", "rules: " + e.getMessage());
            }
        }
        boolean stateful = box.flag("stateful", true);
        var idle = idle(box, Idle.BY_THE_RFCS);
        var withoutState = box.choice("without_state", Refusal.SILENCE, REFUSALS);
        int flows = (int) box.integer("flows", Firewall.FLOWS, 1, Firewall.FLOWS);
        boolean keepsOld = box.flag("keep_old_when_full", false);
        return () -> {
            var firewall = stateful ? Firewall.stateful(idle) : Firewall.stateless();
            for (var rule : rules) {
                if (rule.allowed()) firewall.allow(rule.match());
                else firewall.refuse(rule.match(), rule.refusal());
            }
            if (keepsOld) firewall.keepOldWhenFull();
            return firewall.withoutState(withoutState).flows(flows);
        };
    }

    /** {@code allow to-port 443}, {@code drop all}, {@code reset tcp}, {@code prohibit all}. */
    private static Rule rule(String text) {
        String[] words = text.strip().split("\\s+", 2);
        if (words.length < 2) throw new IllegalArgumentException("'" + text
                + "' is no rule: write \"drop to-port 25\"");
        var match = MatchReader.parse(words[1]);
        return switch (words[0]) {
            case "allow" -> new Rule(true, Refusal.SILENCE, match);
            case "drop" -> new Rule(false, Refusal.SILENCE, match);
            case "reset" -> new Rule(false, Refusal.RESET, match);
            case "prohibit" -> new Rule(false, Refusal.PROHIBITED, match);
            case "reject" -> new Rule(false, Refusal.PORT_UNREACHABLE, match);
            default -> throw new IllegalArgumentException(
                    "'" + words[0] + "' is none of allow, drop, reset, prohibit, reject");
        };
    }

    private static Idle idle(Section box, Idle fallback) {
        return box.has("idle") ? Idle.ofAll(positive(box, "idle", Duration.ofMinutes(5))) : fallback;
    }

    private static Duration positive(Section box, String key, Duration fallback) {
        var time = box.time(key, fallback);
        if (!time.isZero()) return time;
        box.problem(key, key + " must be more than 0");
        return fallback;
    }

    private static Supplier<Middlebox> lose(Section box) {
        var match = match(box);
        String numbers = box.text("numbers", "");
        return numbers.isEmpty() ? () -> Lose.all(match) : () -> Lose.numbered(match, numbers);
    }

    private static Supplier<Middlebox> stripOption(Section box) {
        int kind = option(box);
        var match = match(box);
        boolean handshakeOnly = box.flag("handshake_only", false);
        return () -> (handshakeOnly ? StripOption.fromHandshake(kind) : StripOption.everywhere(kind)).where(match);
    }

    private static Supplier<Middlebox> forgeReset(Section box) {
        var match = match(box);
        String numbers = box.text("numbers", "1");
        var victim = box.choice("victim", ForgeReset.Victim.BOTH, ScenarioFile.words(ForgeReset.Victim.values()));
        boolean passes = box.flag("passes", true);
        return () -> new ForgeReset(match, numbers, victim, passes);
    }

    private static Supplier<Middlebox> holdBack(Section box) {
        var match = match(box);
        var delay = positive(box, "delay", Duration.ofMillis(20));
        return () -> new HoldBack(match, delay);
    }

    private static Match match(Section box) {
        return box.parsed("match", Match.ALL, MatchReader::parse);
    }

    private static int option(Section box) {
        if (!box.has("option")) box.problem(box.name() + " needs option = \"window-scale\" or another");
        return box.parsed("option", 0, MatchReader::option);
    }

}
