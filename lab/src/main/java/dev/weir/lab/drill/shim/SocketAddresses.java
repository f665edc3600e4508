package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.packet.AddressPlan;
import dev.weir.lab.drill.script.Value;
import dev.weir.wire.IpAddress;
import java.util.List;
import java.util.Map;

/** Socket addresses as scripts write them; {@code ...} is the plan's. */
record SocketAddresses(AddressPlan plan, Constants constants) {
    private static final int IPV4_MAPPED = 0xffff;

    IpAddress local(Value sockaddr) {
        return address(sockaddr, plan.stack());
    }

    IpAddress remote(Value sockaddr) {
        return address(sockaddr, plan.peer());
    }

    int localPort(Value sockaddr) {
        return port(sockaddr, plan.bindPort());
    }

    int remotePort(Value sockaddr) {
        return port(sockaddr, plan.connectPort());
    }

    /** {@code {sa_family = AF_UNSPEC}} or the bare name: dissolves an association. */
    boolean isUnspecified(Value sockaddr) {
        Value family = sockaddr instanceof Value.Fields(Map<String, Value> fields)
                ? fields.getOrDefault("sa_family", Value.ANY) : sockaddr;
        return family.symbols().equals(List.of("AF_UNSPEC"));
    }

    /** What an output argument shows otherwise than it should; none where it takes anything. */
    List<String> surprises(String call, Value expected, IpAddress address, int port) {
        if (!(expected instanceof Value.Fields)) return List.of();
        boolean met = port(expected, port) == port && plain(address(expected, address)).equals(plain(address));
        return met ? List.of() : List.of(call + " says " + address + " port " + port + " instead of " + expected);
    }

    /** The port in a sockaddr: {@code sin_port = htons(8080)}. */
    private int port(Value sockaddr, int otherwise) {
        if (!(sockaddr instanceof Value.Fields(Map<String, Value> fields))) return otherwise;
        Value port = fields.getOrDefault("sin_port", fields.getOrDefault("sin6_port", Value.ANY));
        return port instanceof Value.Any ? otherwise : (int) constants.number(port);
    }

    /** The address in a sockaddr: {@code sin_addr = inet_addr("10.0.0.1")}. */
    private static IpAddress address(Value sockaddr, IpAddress otherwise) {
        if (!(sockaddr instanceof Value.Fields(Map<String, Value> fields))) return otherwise;
        Value address = fields.getOrDefault("sin_addr", fields.getOrDefault("sin6_addr", Value.ANY));
        if (!(address instanceof Value.Applied applied)) return otherwise;
        return applied.arguments().getLast() instanceof Value.Text(String text, _)
                ? plain(IpAddress.parse(text)) : otherwise;
    }

    /** ::ffff:a.b.c.d is a.b.c.d to the stack. */
    private static IpAddress plain(IpAddress address) {
        boolean mapped = !address.isIpv4() && address.high() == 0 && address.low() >>> 32 == IPV4_MAPPED;
        return mapped ? IpAddress.ofIpv4((int) address.low()) : address;
    }
}
