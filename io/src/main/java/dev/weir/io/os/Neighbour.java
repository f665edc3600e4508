package dev.weir.io.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.weir.io.sys.Netlink;
import dev.weir.io.sys.NetlinkMessage;
import dev.weir.io.sys.NetworkDevice;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the operating system knows of a machine on its own network: whether it answered to ARP or neighbour discovery.
 *
 * @param linkAddress {@code 02:00:00:00:00:01}; empty if it is not known
 */
public record Neighbour(IpAddress address, State state, String linkAddress) {
    private static final int RTM_GETNEIGH = 30;
    private static final int MESSAGE_BYTES = 12;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int INCOMPLETE = 0x01;
    private static final int REACHABLE = 0x02;
    private static final int FAILED = 0x20;
    private static final int WITHOUT_ARP = 0x40;
    private static final int PERMANENT = 0x80;

    /** How sure the system is of it. */
    public enum State { ASKED, REACHABLE, KNOWN, FAILED }

    /** The entry for {@code address}, in the network namespace of the calling thread; empty if there is none. */
    public static Optional<Neighbour> of(IpAddress address) throws IOException {
        var found = new ArrayList<Neighbour>();
        try (var netlink = new Netlink(Netlink.ROUTE)) {
            var request = NetlinkMessage.dump(netlink.arena(), RTM_GETNEIGH)
                    .put8(NetworkDevice.family(address)).put8(0).put16(0).put32(0).put16(0).put8(0).put8(0);
            netlink.ask(request, "list the neighbours", answer -> read(answer).ifPresent(found::add));
        }
        return found.stream().filter(neighbour -> neighbour.address.equals(address)).findFirst();
    }

    private static Optional<Neighbour> read(MemorySegment answer) {
        int state = answer.get(JAVA_SHORT_UNALIGNED, 8);
        if ((state & WITHOUT_ARP) != 0) return Optional.empty();
        var address = new IpAddress[1];
        var link = new String[] {""};
        Netlink.attributes(answer, MESSAGE_BYTES, (type, value) -> {
            if (type == NDA_DST) address[0] = Netlink.address(value);
            if (type == NDA_LLADDR) link[0] = HexFormat.ofDelimiter(":").formatHex(value.toArray(JAVA_BYTE));
        });
        if (address[0] == null) return Optional.empty();
        var meaning = (state & FAILED) != 0 ? State.FAILED : (state & INCOMPLETE) != 0 ? State.ASKED
                : (state & (REACHABLE | PERMANENT)) != 0 ? State.REACHABLE : State.KNOWN;
        return Optional.of(new Neighbour(address[0], meaning, link[0]));
    }
}
