package dev.weir.analysis.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What the first bytes of a file say about it, where they are not those of a capture. */
enum Signature {
    GZIP("1f8b", "gzip", "gzip -dc"),
    ZSTD("28b52ffd", "zstd", "zstd -dc"),
    XZ("fd377a585a00", "xz", "xz -dc"),
    BZIP2("425a68", "bzip2", "bzip2 -dc"),
    LZ4("04224d18", "lz4", "lz4 -dc"),
    ZIP("504b0304", "zip", "unzip -p"),
    SNOOP("736e6f6f70000000", "a snoop capture", ""),
    NETMON_1("52545353", "a capture of Network Monitor", ""),
    NETMON_2("474d4255", "a capture of Network Monitor", ""),
    MODIFIED_PCAP("34cdb2a1", "a variant of pcap that some old Linux systems wrote", ""),
    MODIFIED_PCAP_SWAPPED("a1b2cd34", "a variant of pcap that some old Linux systems wrote", ""),
    JAVA_CLASS("cafebabe", "a Java class", "");

    /** So many bytes tell. */
    static final int LENGTH = 8;

    private final byte[] magic;
    private final String name;
    private final String unpack;

    Signature(String magic, String name, String unpack) {
        this.magic = HexFormat.of().parseHex(magic);
        this.name = name;
        this.unpack = unpack;
    }

    static Optional<Signature> of(byte[] first) {
        return Arrays.stream(values())
                .filter(each -> first.length >= each.magic.length
                        && Arrays.equals(each.magic, 0, each.magic.length, first, 0, each.magic.length))
                .findFirst();
    }

    /** Why a file that begins so cannot be read. */
    static UnreadableCapture refusal(String file, byte[] first) {
        if (first.length == 0) return new UnreadableCapture(file + " is empty", "");
        var signature = of(first);
        if (signature.isEmpty()) {
            return new UnreadableCapture(file + " is neither pcap nor pcapng: it begins with " + shown(first), "");
        }
        var known = signature.get();
        if (known.unpack.isEmpty()) {
            return new UnreadableCapture(file + " is " + known.name + ", neither pcap nor pcapng",
                    "convert it: editcap " + file + " out.pcapng");
        }
        return new UnreadableCapture(file + " is compressed with " + known.name + ", which is not read here",
                known.unpack + " " + file + " | weir analyze -");
    }

    private static String shown(byte[] first) {
        boolean text = true;
        for (byte each : first) text &= each >= ' ' && each < 127;
        return text ? '"' + new String(first, StandardCharsets.US_ASCII) + '"'
                : HexFormat.ofDelimiter(" ").formatHex(first);
    }
}
