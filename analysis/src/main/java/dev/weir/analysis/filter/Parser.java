package dev.weir.analysis.filter;

import dev.weir.analysis.filter.Qualifiers.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an expression by descent. {@code and} and {@code or} bind equally and to the left, {@code not} binds tighter; a
 * name or number alone takes the qualifiers before it ({@code port 80 or 443}); each {@code vlan} moves what is read
 * behind it, as there.
 */
final class Parser {
    private static final Set<String> AND = Set.of("and", "&&");
    private static final Set<String> OR = Set.of("or", "||");
    private static final Set<String> NOT = Set.of("not", "!");
    private static final Set<String> WAYS = Set.of("src", "dst");
    private static final Set<String> TYPES = Set.of("host", "net", "port", "portrange", "proto");
    private static final Set<String> OTHERS = Set.of("less", "greater", "len", "vlan", "broadcast", "multicast");
    /** What exists in the language, and not here. */
    private static final Set<String> MISSING = Set.of("gateway", "protochain", "mpls", "pppoed", "pppoes", "geneve",
            "vxlan", "inbound", "outbound", "ifname", "on", "rnr", "rulenum", "reason", "rset", "ruleset", "action",
                    "srnr",
            "subrulenum", "wlan", "fddi", "tr", "iso", "clnp", "esis", "isis", "stp", "ipx", "netbeui", "decnet", "lat",
            "atalk", "aarp", "llc", "lane", "ifindex", "type", "subtype");

    private final String expression;
    private final Names names;
    private final List<Token> tokens;
    private int at;
    private int tags;
    private Qualifiers last;

    Parser(String expression, Names names) throws FilterError {
        this.expression = expression;
        this.names = names;
        tokens = Token.of(expression);
    }

    static boolean canBegin(String word) {
        String first = word.replaceFirst("[\\[(<>=!\\s].*", "");
        boolean sign = first.isEmpty() && !word.isEmpty() && "([!".indexOf(word.charAt(0)) >= 0;
        return sign || NOT.contains(first) || WAYS.contains(first) || TYPES.contains(first) || OTHERS.contains(first)
                || MISSING.contains(first) || Protocol.of(first).isPresent();
    }

    Condition parse() throws FilterError {
        Condition whole = expression();
        if (!peek().isEnd()) {
            throw peek().is(")") ? error("no '(' before this") : error("'and' or 'or' is missing before this");
        }
        return whole;
    }

    // ---- tokens

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        var token = tokens.get(at);
        if (!token.isEnd()) at++;
        return token;
    }

    private boolean accept(Set<String> words) {
        boolean found = peek().isAny(words);
        if (found) at++;
        return found;
    }

    private boolean accept(String word) {
        return accept(Set.of(word));
    }

    private void expect(String sign) throws FilterError {
        if (!accept(sign)) throw error("'" + sign + "' is missing here");
    }

    private FilterError error(String message) {
        return error(message, peek());
    }

    private FilterError error(String message, Token token) {
        return new FilterError(message, expression, token.column(), token.text().length());
    }

    // ---- conditions

    private Condition expression() throws FilterError {
        Condition left = operand();
        while (true) {
            if (accept(AND)) left = left.and(operand());
            else if (accept(OR)) left = left.or(operand());
            else return left;
        }
    }

    private Condition operand() throws FilterError {
        if (accept(NOT)) return operand().not();
        var relation = relation();
        if (relation.isPresent()) return relation.get();
        if (accept("(")) {
            Condition inside = expression();
            expect(")");
            return inside;
        }
        var token = peek();
        if (token.isEnd()) throw error(at == 0 ? "nothing to filter by" : "something is missing at the end");
        if (token.isAny(MISSING)) throw error("'" + token.text() + "' is not supported here");
        return primitive();
    }

    private Condition primitive() throws FilterError {
        var token = peek();
        if (accept("less")) return lengthAtMost(number());
        if (accept("greater")) return lengthAtLeast(number());
        if (accept("vlan")) return vlan();
        var protocol = Protocol.of(token.kind() == Token.Kind.WORD ? token.text() : "");
        if (protocol.isPresent()) at++;
        if (accept("broadcast")) return broadcast(protocol.orElse(null), token);
        if (accept("multicast")) return multicast(protocol.orElse(null), token);
        if (!peek().isAny(WAYS) && !peek().isAny(TYPES)) {
            if (protocol.isEmpty()) return repeated();
            last = null;
            return alone(protocol.get(), token);
        }
        last = qualifiers(protocol.orElse(null));
        return values();
    }

    private Condition alone(Protocol protocol, Token token) throws FilterError {
        if (protocol.layer() != Protocol.Layer.LINK) return protocol.condition(tags);
        throw error("'" + protocol.word() + "' alone says nothing: write 'ether host ...'", token);
    }

    private Condition lengthAtMost(long limit) {
        last = null;
        return frame -> frame.lengthBytes() <= limit;
    }

    private Condition lengthAtLeast(long limit) {
        last = null;
        return frame -> frame.lengthBytes() >= limit;
    }

    private Condition vlan() throws FilterError {
        last = null;
        long id = peek().kind() == Token.Kind.NUMBER ? number() : -1;
        return Primitives.vlan((int) id, tags++);
    }

    private Condition broadcast(Protocol protocol, Token token) throws FilterError {
        last = null;
        if (protocol == null || protocol.layer() == Protocol.Layer.LINK) return Primitives.broadcast();
        throw error("only 'ether broadcast' can be told from a file: the netmask is not known", token);
    }

    private Condition multicast(Protocol protocol, Token token) throws FilterError {
        last = null;
        boolean known = protocol == null || protocol.layer() == Protocol.Layer.LINK || protocol == Protocol.IP
                || protocol == Protocol.IP6;
        if (!known) throw error("only ether, ip and ip6 have multicast addresses", token);
        return Primitives.multicast(protocol, tags);
    }

    private Qualifiers qualifiers(Protocol protocol) throws FilterError {
        var way = way();
        var type = Type.DEFAULT;
        for (var each : Type.values()) {
            if (each != Type.DEFAULT && accept(each.name().toLowerCase(Locale.ROOT))) {
                type = each;
                break;
            }
        }
        return new Qualifiers(protocol, way, type);
    }

    private Primitives.Way way() throws FilterError {
        if (!peek().isAny(WAYS)) return Primitives.Way.EITHER;
        String first = next().text();
        var one = first.equals("src") ? Primitives.Way.SRC : Primitives.Way.DST;
        boolean pair = (peek().isAny(AND) || peek().isAny(OR)) && tokens.get(at + 1).isAny(WAYS)
                && !tokens.get(at + 1).text().equals(first);
        if (!pair) return one;
        boolean both = next().isAny(AND);
        at++;
        return both ? Primitives.Way.BOTH : Primitives.Way.EITHER;
    }

    /** One value, or several in parentheses: {@code port (80 or 443)}. */
    private Condition values() throws FilterError {
        if (!accept("(")) return value();
        Condition any = negatable();
        while (!accept(")")) {
            if (accept(AND)) any = any.and(negatable());
            else if (accept(OR)) any = any.or(negatable());
            else throw error("')' is missing here");
        }
        return any;
    }

    private Condition negatable() throws FilterError {
        return accept(NOT) ? negatable().not() : value();
    }

    /** A name or number without qualifiers of its own. */
    private Condition repeated() throws FilterError {
        if (last == null) {
            if (peek().kind() == Token.Kind.NUMBER || peek().kind() == Token.Kind.SIGN) {
                throw error("what is '" + peek().text() + "'? Write 'port " + peek().text() + "', or 'host ...'");
            }
            last = new Qualifiers(null, Primitives.Way.EITHER, Type.DEFAULT);
        }
        return value();
    }

    private Condition value() throws FilterError {
        var token = next();
        boolean isValue = token.kind() != Token.Kind.SIGN && !token.isEnd();
        if (!isValue) throw error("a name or number is missing here", token);
        try {
            if (accept("/")) return last.network(token, number(), tags);
            if (accept("mask")) return last.masked(token, Qualifiers.dotted(next().text())[0], tags);
            return last.of(token, names, tags);
        } catch (Qualifiers.Wrong e) {
            throw error(e.getMessage(), token);
        }
    }

    private long number() throws FilterError {
        var token = peek();
        var value = token.number();
        if (value.isEmpty()) throw error("a number is missing here");
        at++;
        return value.getAsLong();
    }

    // ---- relations of numbers

    /** What follows is tried as a relation: only its end tells that from a condition in parentheses. */
    private Optional<Condition> relation() throws FilterError {
        if (!mayBeNumber()) return Optional.empty();
        int begin = at;
        boolean certain = !peek().is("(") && peek().kind() != Token.Kind.NUMBER;
        try {
            var left = arithmetic(0);
            var sign = peek();
            if (!accept(Arithmetic.RELATIONS)) {
                if (certain) throw error("a comparison is missing here, such as '!= 0'");
                at = begin;
                return Optional.empty();
            }
            last = null;
            return Optional.of(left.compared(sign.text(), arithmetic(0)));
        } catch (FilterError e) {
            if (certain || peekedRelation(begin)) throw e;
            at = begin;
            return Optional.empty();
        }
    }

    /** Whether a comparison stands before the next word that joins conditions: then this was meant as one. */
    private boolean peekedRelation(int begin) {
        int depth = 0;
        for (int i = begin; i < tokens.size() && !tokens.get(i).isAny(AND) && !tokens.get(i).isAny(OR); i++) {
            if (tokens.get(i).is("(")) depth++;
            if (tokens.get(i).is(")")) depth--;
            if (depth == 0 && tokens.get(i).isAny(Arithmetic.RELATIONS)) return true;
        }
        return false;
    }

    private boolean mayBeNumber() {
        var token = peek();
        return token.kind() == Token.Kind.NUMBER || token.is("(") || token.is("-") || token.is("len")
                || Arithmetic.NAMES.containsKey(token.text())
                || tokens.get(Math.min(at + 1, tokens.size() - 1)).is("[");
    }

    private Arithmetic arithmetic(int level) throws FilterError {
        if (level == Arithmetic.OPERATORS.size()) return factor();
        var left = arithmetic(level + 1);
        while (peek().isAny(Arithmetic.OPERATORS.get(level))) {
            String operator = next().text();
            left = left.combined(operator, arithmetic(level + 1));
        }
        return left;
    }

    private Arithmetic factor() throws FilterError {
        var token = peek();
        if (accept("-")) return factor().negated();
        if (accept("len")) return Arithmetic.length();
        if (accept("(")) {
            var inside = arithmetic(0);
            expect(")");
            return inside;
        }
        var named = Arithmetic.NAMES.get(token.text());
        if (named != null) {
            at++;
            return Arithmetic.constant(named);
        }
        if (token.kind() == Token.Kind.NUMBER) return Arithmetic.constant(number());
        var protocol = Protocol.of(token.text());
        if (protocol.isEmpty()) throw error(token.isEnd() ? "a number is missing at the end" : "this is no number");
        at++;
        return load(protocol.get());
    }

    private Arithmetic load(Protocol protocol) throws FilterError {
        if (!accept("[")) throw error("'[' is missing here: " + protocol.word() + "[offset:size]");
        var offset = arithmetic(0);
        long size = 1;
        if (accept(":")) {
            var token = peek();
            size = number();
            if (size != 1 && size != 2 && size != 4) throw error("the size must be 1, 2 or 4 bytes", token);
        }
        expect("]");
        return Arithmetic.load(protocol, offset, (int) size, tags);
    }
}
