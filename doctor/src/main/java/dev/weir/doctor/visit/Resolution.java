package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a name stands for, and how that was found.
 *
 * @param addresses in the order in which a client would try them; may be none
 * @param source who knew
 * @param servers that were to be asked, the one first that programs ask first
 * @param answers of name servers, in the order in which they came
 */
public record Resolution(
        String name, Source source, List<IpAddress> addresses, List<InetSocketAddress> servers, List<Answer> answers,
        long beganNanos, long nanos) implements Result {
    /** Who may know an address. */
    public enum Source {
        LITERAL("it is an address"), HOSTS_FILE("hosts file"), NAME_SERVER("name server"),
        /** Neither file nor server, but what this system's programs are told. */
        SYSTEM("this system"), NOBODY("nobody");

        private final String text;

        Source(String text) {
            this.text = text;
        }
    }

    /** What one server said to one question. */
    public enum Reply {
        ADDRESSES("has addresses"), NO_DATA("no such record"), NAME_ERROR("no such name (NXDOMAIN)"),
        SERVER_FAILURE("failed (SERVFAIL)"), REFUSED("refuses (REFUSED)"), OTHER_CODE("another error"),
        MALFORMED("an answer that cannot be read"), SILENT("no answer"), UNREACHABLE("cannot be reached");

        private final String text;

        Reply(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * One question to one server.
     *
     * @param asked the name, with the suffix that was tried
     * @param ipv6 AAAA, else A
     * @param tries datagrams sent
     * @param overTcp the answer did not fit a datagram
     */
    public record Answer(
            InetSocketAddress server, String asked, boolean ipv6, Reply reply, List<IpAddress> addresses, int tries,
            boolean overTcp, long nanos) {
        public Answer {
            addresses = List.copyOf(addresses);
        }

        public String record() {
            return ipv6 ? "AAAA" : "A";
        }

        public String server(boolean withPort) {
            String address = IpAddress.of(server.getAddress()).toString();
            if (!withPort || server.getPort() == 53) return address;
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.getPort();
        }

        @Override
        public String toString() {
            return server(true) + " to " + asked + " " + record() + ": "
                    + (addresses.isEmpty() ? reply.text : String.join(", ", addresses.stream().map(Object::toString)
                    .toList()))
                    + (reply == Reply.SILENT ? " to " + Quantity.count(tries, "query").replace("querys", "queries")
                    + " in " : ", ")
                    + Quantity.time(nanos) + (overTcp ? ", over TCP" : "");
        }
    }

    public Resolution {
        addresses = List.copyOf(addresses);
        servers = List.copyOf(servers);
        answers = List.copyOf(answers);
    }

    @Override
    public String step() {
        return "name";
    }

    @Override
    public String text() {
        if (source == Source.LITERAL && addresses.size() == 1) return name + ": an address";
        var text = new StringBuilder(name).append(": ");
        text.append(addresses.isEmpty() ? "no address"
                : String.join(", ", addresses.stream().map(Object::toString).toList()));
        var by = new ArrayList<String>();
        if (source == Source.NAME_SERVER) {
            answers.stream().map(answer -> answer.server(true)).distinct().forEach(by::add);
        } else if (source != Source.LITERAL && source != Source.NOBODY) {
            by.add(source.text);
        }
        return text + (by.isEmpty() ? "" : " (" + String.join(", ", by) + ")");
    }
}
