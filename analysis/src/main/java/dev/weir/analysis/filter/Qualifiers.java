package dev.weir.analysis.filter;

import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.util.Arrays;
import java.util.Locale;

/**
 * What stands before a name or number and says what it is: {@code tcp src port}.
 *
 * @param protocol null: any
 */
record Qualifiers(Protocol protocol, Primitives.Way way, Type type) {
    /** The kind of a name or number. */
    enum Type {
        DEFAULT, HOST, NET, PORT, PORTRANGE, PROTO;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is wrong with a value; the parser knows where it stands. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private static final int ALL_PORTS = 65_535;

    /** What these words say of the value of a token. */
    Condition of(Token token, Names names, int tags) throws Wrong {
        return switch (type) {
            case DEFAULT, HOST, NET -> address(token, names, tags);
            case PORT -> port(token, names, tags);
            case PORTRANGE -> portRange(token, names, tags);
            case PROTO -> protocol(token, tags);
        };
    }

    private void mustTakeAddresses() throws Wrong {
        if (protocol == null || protocol.layer() == Protocol.Layer.NETWORK) return;
        throw new Wrong("'" + protocol.word() + "' cannot stand before an IP address: write '" + protocol.word()
                + " and " + (type == Type.NET ? "net" : "host") + " ...'");
    }

    private Condition address(Token token, Names names, int tags) throws Wrong {
        if (protocol == Protocol.ETHER || protocol == Protocol.LINK) {
            if (token.kind() != Token.Kind.MAC) throw new Wrong("'ether' wants an address such as 02:00:00:00:00:01");
            return Primitives.ethernet(mac(token.text()), way);
        }
        mustTakeAddresses();
        return switch (token.kind()) {
            case IPV4 -> partial(token.text(), tags);
            case IPV6 -> literal(token.text(), 128, tags);
            case NUMBER -> number(token, tags);
            case MAC -> throw new Wrong("this is an Ethernet address: write 'ether host " + token.text() + "'");
            default -> named(token.name(), names, tags);
        };
    }

    /** {@code net 10} is 10.0.0.0/8, {@code host 10} is 0.0.0.10. */
    private Condition number(Token token, int tags) throws Wrong {
        long value = valueOf(token);
        if (type != Type.NET || value == 0) return ipv4(value, 0xffff_ffffL, tags);
        if (protocol == Protocol.IP6) throw new Wrong("this is no IPv6 address");
        long mask = 0xffff_ffffL;
        while ((value & 0xff00_0000L) == 0) {
            value = value << 8 & 0xffff_ffffL;
            mask = mask << 8 & 0xffff_ffffL;
        }
        return ipv4(value, mask, tags);
    }

    private static long valueOf(Token token) throws Wrong {
        return token.number().orElseThrow(() -> new Wrong("'" + token.text() + "' is no number below 2^32"));
    }

    /** {@code 10.1} is 10.1.0.0/16: as many bits as there are parts. */
    private Condition partial(String text, int tags) throws Wrong {
        long[] value = dotted(text);
        return ipv4(value[0], value[1], tags);
    }

    private Condition ipv4(long value, long mask, int tags) throws Wrong {
        if (protocol == Protocol.IP6) throw new Wrong("this is no IPv6 address");
        return Primitives.ipv4(protocol, value & mask, mask, way, tags);
    }

    /** Value and mask, both moved to the left. */
    static long[] dotted(String text) throws Wrong {
        long value = 0;
        var parts = text.split("\\.");
        for (String part : parts) {
            if (part.length() > 3 || Integer.parseInt(part) > 255) {
                throw new Wrong("'" + text + "' is no IPv4 address: parts are 0 to 255");
            }
            value = value << 8 | Integer.parseInt(part);
        }
        int missing = 8 * (4 - parts.length);
        return new long[] {value << missing, 0xffff_ffffL << missing & 0xffff_ffffL};
    }

    Condition literal(String text, int prefixLength, int tags) throws Wrong {
        if (protocol != null && protocol != Protocol.IP6) throw new Wrong("this is an IPv6 address");
        try {
            return Primitives.ipv6(IpAddress.parse(text), prefixLength, way, tags);
        } catch (IllegalArgumentException e) {
            throw new Wrong("'" + text + "' is no IPv6 address");
        }
    }

    /** {@code 10.0.0.0/8}. */
    Condition network(Token address, long bits, int tags) throws Wrong {
        mustBeNet();
        boolean ipv6 = address.kind() == Token.Kind.IPV6;
        if (bits > (ipv6 ? 128 : 32)) throw new Wrong("a prefix of " + bits + " bits is too long");
        if (ipv6) {
            var wanted = parsed(address.text());
            var network = new Cidr(wanted, (int) bits).network();
            if (!network.equals(wanted)) throw new Wrong("bits are set behind the prefix: write " + network + "/"
                    + bits);
            return literal(address.text(), (int) bits, tags);
        }
        long mask = bits == 0 ? 0 : 0xffff_ffffL << 32 - bits & 0xffff_ffffL;
        return masked(address, mask, tags);
    }

    private static IpAddress parsed(String text) throws Wrong {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong("'" + text + "' is no IPv6 address");
        }
    }

    /** {@code 10.0.0.0 mask 255.0.0.0}. */
    Condition masked(Token address, long mask, int tags) throws Wrong {
        mustBeNet();
        if (address.kind() == Token.Kind.NUMBER) {
            long value = valueOf(address);
            while (value != 0 && (value & 0xff00_0000L) == 0) value <<= 8;
            return masked(value, mask, tags);
        }
        return masked(dotted(address.text())[0], mask, tags);
    }

    private Condition masked(long value, long mask, int tags) throws Wrong {
        if ((value & ~mask) != 0) {
            throw new Wrong("bits are set behind the prefix: write " + IpAddress.ofIpv4((int) (value & mask)) + "/"
                    + Long.bitCount(mask));
        }
        return ipv4(value, mask, tags);
    }

    private void mustBeNet() throws Wrong {
        if (type != Type.NET && type != Type.DEFAULT && type != Type.HOST) {
            throw new Wrong("'" + type.word() + "' cannot stand before an address with a prefix");
        }
        mustTakeAddresses();
    }

    private Condition named(String name, Names names, int tags) throws Wrong {
        if (type == Type.NET) throw new Wrong("'" + name + "' is no network: write its number, as 10.0.0.0/8");
        var addresses = names.addresses(name);
        if (addresses.isEmpty()) {
            throw new Wrong(type == Type.DEFAULT ? "'" + name + "' is neither a word of the language nor a known host"
                    : "no address is known for '" + name + "'");
        }
        Condition any = null;
        for (var address : addresses) {
            if (protocol == Protocol.IP6 ? address.isIpv4() : protocol != null && address.isIpv6()) continue;
            Condition one = address.isIpv4()
                    ? Primitives.ipv4(protocol, address.ipv4() & 0xffff_ffffL, 0xffff_ffffL, way, tags)
                    : Primitives.ipv6(address, 128, way, tags);
            any = any == null ? one : any.or(one);
        }
        if (any == null) throw new Wrong("'" + name + "' has no address of this kind");
        return any;
    }

    private void mustHavePorts() throws Wrong {
        if (protocol != null && !protocol.hasPorts()) throw new Wrong("'" + protocol.word() + "' has no ports");
    }

    private Condition port(Token token, Names names, int tags) throws Wrong {
        mustHavePorts();
        int port = port(token.name(), token, names);
        return Primitives.ports(protocol, port, port, way, tags);
    }

    private Condition portRange(Token token, Names names, int tags) throws Wrong {
        mustHavePorts();
        int dash = token.text().indexOf('-');
        if (dash < 0) return port(token, names, tags);
        int first = port(token.text().substring(0, dash), null, names);
        int last = port(token.text().substring(dash + 1), null, names);
        return Primitives.ports(protocol, Math.min(first, last), Math.max(first, last), way, tags);
    }

    private static int port(String text, Token token, Names names) throws Wrong {
        if (text.matches("[0-9]+")) {
            if (text.length() > 5 || Integer.parseInt(text) > ALL_PORTS) {
                throw new Wrong("port " + text + " does not exist: ports are 0 to " + ALL_PORTS);
            }
            return Integer.parseInt(text);
        }
        if (token != null && token.kind() == Token.Kind.NUMBER) return (int) Math.min(ALL_PORTS, valueOf(token));
        if (token != null && token.kind() != Token.Kind.WORD) throw new Wrong("'" + text + "' is no port");
        return names.port(text).orElseThrow(() -> new Wrong("'" + text
                + "' is neither a port nor the name of a service"));
    }

    private Condition protocol(Token token, int tags) throws Wrong {
        boolean ofLink = protocol == Protocol.ETHER || protocol == Protocol.LINK;
        long number;
        if (token.kind() == Token.Kind.NUMBER) {
            number = valueOf(token);
        } else {
            var named = Protocol.of(token.name()).filter(each -> each.layer() == (ofLink ? Protocol.Layer.NETWORK
                    : Protocol.Layer.TRANSPORT)).orElseThrow(() -> new Wrong("'" + token.text()
                            + "' is no protocol here"));
            number = named.number();
        }
        if (ofLink) return frame -> frame.is((int) number, tags);
        if (protocol == Protocol.IP) return Protocol.ipv4((int) number, tags);
        if (protocol == Protocol.IP6) return Protocol.ipv6((int) number, tags);
        if (protocol == null) return Protocol.ipv4((int) number, tags).or(Protocol.ipv6((int) number, tags));
        throw new Wrong("'proto' cannot stand behind '" + protocol.word() + "'");
    }

    private static long mac(String text) {
        return Arrays.stream(text.split("[:-]")).mapToLong(part -> Long.parseLong(part, 16))
                .reduce(0, (value, part) -> value << 8 | part);
    }
}
