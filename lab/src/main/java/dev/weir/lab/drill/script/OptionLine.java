package dev.weir.lab.drill.script;

import dev.weir.core.tcp.fastopen.KeyedCookies;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

/** A TCP option as a script writes it, its numbers relative. */
public sealed interface OptionLine {
    record End() implements OptionLine {
        @Override
        public String toString() {
            return "eol";
        }
    }

    record Nop() implements OptionLine {
        @Override
        public String toString() {
            return "nop";
        }
    }

    record Mss(int bytes) implements OptionLine {
        @Override
        public String toString() {
            return "mss " + bytes;
        }
    }

    record WindowScale(int shift) implements OptionLine {
        @Override
        public String toString() {
            return "wscale " + shift;
        }
    }

    record SackPermitted() implements OptionLine {
        @Override
        public String toString() {
            return "sackOK";
        }
    }

    record Sack(List<Block> blocks) implements OptionLine {
        /** The same blocks, counted otherwise. */
        public Sack map(LongUnaryOperator number) {
            return new Sack(blocks.stream().map(block ->
                    new Block(number.applyAsLong(block.left()), number.applyAsLong(block.right()))).toList());
        }

        @Override
        public String toString() {
            return "sack " + blocks.stream().map(Block::toString).collect(Collectors.joining(" "));
        }
    }

    /** @param left first byte, {@code right} the one behind the last; on the wire or relative, as the context says */
    record Block(long left, long right) {
        @Override
        public String toString() {
            return left + ":" + right;
        }
    }

    /**
     * Values 0..2^32-1; {@link #ANY}, written {@code ...}, is not compared.
     *
     * @param echoAsIs the echo is a number on the wire, not one of the script's count: {@code ecr 5!}
     */
    record Timestamps(long value, long echo, boolean echoAsIs) implements OptionLine {
        public static final long ANY = -1;

        public Timestamps(long value, long echo) {
            this(value, echo, false);
        }

        public boolean namesValue() {
            return value != ANY;
        }

        private boolean matches(Timestamps seen) {
            return (value == ANY || value == seen.value) && (echo == ANY || echo == seen.echo);
        }

        @Override
        public String toString() {
            return "TS val " + text(value) + " ecr " + text(echo) + (echoAsIs ? "!" : "");
        }

        private static String text(long number) {
            return number == ANY ? "..." : Long.toString(number);
        }
    }

    /** {@code FO 0123}, {@code FOEXP 0123}: a Fast Open option by its name, of any length. */
    record FastOpen(String written, String hex) implements OptionLine {
        private static final String EXPERIMENT = "f989";

        /** @param cookie in hexadecimal digits; may be empty */
        public static FastOpen of(String name, String cookie) {
            boolean experimental = name.equals("FOEXP");
            String value = (experimental ? EXPERIMENT : "") + cookie;
            return new FastOpen(cookie.isEmpty() ? name : name + " " + cookie, "%02x%02x".formatted(
                    experimental ? TcpOption.EXPERIMENT_2 : TcpOption.FAST_OPEN, 2 + value.length() / 2) + value);
        }

        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return written;
        }
    }

    /** {@code FO TFO_COOKIE}: the cookie that follows from a known key and the addresses of the run. */
    record StackCookie(String name, String symbol) implements OptionLine {
        /** What the symbols stand for in tests of Linux, whose settings name these keys. */
        public static final Map<String, String> KEYS = Map.of("TFO_COOKIE", "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4",
                "TFO_COOKIE_ZERO", "0-0-0-0");

        public FastOpen known(IpAddress stack, IpAddress peer) {
            return FastOpen.of(name, KeyedCookies.of(KEYS.get(symbol)).make(peer, stack, 0).hex());
        }

        @Override
        public String toString() {
            return name + " " + symbol;
        }
    }

    /**
     * An option with a name that the stack does not know: {@code md5 ...}, {@code AccECN0 ...}.
     *
     * @param written as the script has it
     * @param hex its bytes, kind and length included
     */
    record Named(String written, String hex) implements OptionLine {
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return written;
        }
    }

    /** Any bytes, well formed or not. */
    record Raw(String hex) implements OptionLine {
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return "raw 0x" + hex;
        }
    }

    /** Whether a seen option is what was expected. */
    default boolean isMetBy(OptionLine seen) {
        return switch (this) {
            case Timestamps expected when seen instanceof Timestamps other -> expected.matches(other);
            case FastOpen expected when seen instanceof Raw other -> expected.hex().equals(other.hex());
            case Named expected when seen instanceof Raw other -> expected.hex().equals(other.hex());
            default -> equals(seen);
        };
    }

    static boolean areMetBy(List<OptionLine> expected, List<OptionLine> seen) {
        if (expected.size() != seen.size()) return false;
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).isMetBy(seen.get(i))) return false;
        }
        return true;
    }
}
