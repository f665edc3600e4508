package dev.weir.analysis.filter;

import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What names in an expression stand for. */
public interface Names {
    /** The system's: its resolver, and {@code /etc/services}. */
    Names SYSTEM = new Names() {
        @Override
        public List<IpAddress> addresses(String host) {
            try {
                return Arrays.stream(InetAddress.getAllByName(host)).map(IpAddress::of).distinct().toList();
            } catch (UnknownHostException e) {
                return List.of();
            }
        }

        @Override
        public OptionalInt port(String service) {
            try (Stream<String> lines = Files.lines(Path.of("/etc/services"))) {
                return lines.map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                        .filter(words -> words.length > 1 && words[1].matches("[0-9]+/(tcp|udp|sctp)"))
                        .filter(words -> words[0].equals(service)
                                || Arrays.asList(words).subList(2, words.length).contains(service))
                        .mapToInt(words -> Integer.parseInt(words[1].substring(0, words[1].indexOf('/'))))
                        .findFirst();
            } catch (IOException e) {
                return OptionalInt.empty(); // no such file here: then there are no names
            }
        }
    };

    /** Of a host; empty if it is not known. */
    List<IpAddress> addresses(String host);

    /** Of a service. */
    OptionalInt port(String service);
}
