package dev.weir.cli.network;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Whose TCP.
 *
 * @param device of {@link Kind#TUN}, with {@code %d} for the first free number
 */
public record Via(Kind kind, String device) {
    /** The roads there are. */
    public enum Kind { OS, TUN }

    /** Reads {@code os}, {@code tun} and {@code tun:NAME}. */
    public static final class Converter implements ITypeConverter<Via> {
        @Override
        public Via convert(String text) {
            if (text.equals("os")) return new Via(Kind.OS, "");
            if (text.equals("tun")) return new Via(Kind.TUN, TunAddresses.DEVICE);
            if (text.startsWith("tun:")) return new Via(Kind.TUN, text.substring("tun:".length()));
            throw new TypeConversionException("'" + text + "' is none: os (the operating system's TCP), "
                    + "tun (Weir's, on a new device) or tun:NAME");
        }
    }
}
