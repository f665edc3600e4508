package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What Wireshark's tools make of a capture, with all checksums checked. */
final class Tshark {
    private static final String GOOD = "1";
    private static final String RAW_IP = "7";
    private static final List<String> FIELDS = List.of("frame.time_epoch", "frame.encap_type", "frame.comment",
            "ip.version", "ip.checksum.status", "tcp.stream", "tcp.completeness", "tcp.flags", "tcp.seq", "tcp.len",
            "tcp.checksum.status", "_ws.malformed");

    private Tshark() {}

    /**
     * A packet of a capture.
     *
     * @param time seconds since 1970, with nine digits behind the point
     * @param comments one behind the other; often none
     * @param stream number of its connection
     * @param completeness what there is of its connection in all: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST
     * @param sequence number, counted from that of the SYN
     * @param length of its text
     */
    record Packet(
            String time, String comments, int stream, int completeness, int flags, long sequence, int length) {}

    /** Its TCP segments. Every packet is whole, and its checksums are right. */
    static List<Packet> packets(Path file) throws Exception {
        assertThat(Command.run("capinfos", file.toString())).contains("pcapng", "Raw IP", "nanoseconds");
        var words = new ArrayList<>(List.of("tshark", "-2", "-n", "-r", file.toString(),
                "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
                "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|"));
        for (String field : FIELDS) words.addAll(List.of("-e", field));
        return Command.run(words.toArray(String[]::new)).lines().map(Tshark::packet).flatMap(Optional::stream).toList();
    }

    /** Empty if it is sound, but no TCP segment: the kernel's IPv6 looks for routers, for one. */
    private static Optional<Packet> packet(String line) {
        var values = new LinkedHashMap<String, String>();
        var texts = line.split("\t", -1);
        for (int i = 0; i < texts.length; i++) values.put(FIELDS.get(i), texts[i]);
        assertThat(values.get("_ws.malformed")).as(line).isEmpty();
        assertThat(values.get("frame.encap_type")).as(line).isEqualTo(RAW_IP);
        String ipStatus = values.get("ip.version").equals("4") ? GOOD : ""; // there is none in IPv6
        assertThat(values.get("ip.checksum.status")).as(line).isEqualTo(ipStatus);
        if (values.get("tcp.stream").isEmpty()) return Optional.empty();
        assertThat(values.get("tcp.checksum.status")).as(line).isEqualTo(GOOD);
        return Optional.of(new Packet(values.get("frame.time_epoch"), values.get("frame.comment"),
                Integer.parseInt(values.get("tcp.stream")), Integer.parseInt(values.get("tcp.completeness")),
                Integer.decode(values.get("tcp.flags")), Long.parseLong(values.get("tcp.seq")),
                Integer.parseInt(values.get("tcp.len"))));
    }
}
