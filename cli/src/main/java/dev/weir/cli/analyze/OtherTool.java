package dev.weir.cli.analyze;

import dev.weir.analysis.tshark.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Tools whose words can be had. */
enum OtherTool {
    TSHARK_4_0("tshark-4.0", Version.V4_0),
    TSHARK_4_4("tshark-4.4", Version.V4_4),
    TCPTRACE("tcptrace", null);

    private final String text;
    private final Version version;

    OtherTool(String text, Version version) {
        this.text = text;
        this.version = version;
    }

    /** Whose labels; empty for one that labels no packets. */
    Optional<Version> labels() {
        return Optional.ofNullable(version);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Of {@code --as}. */
    static final class Reader implements ITypeConverter<OtherTool> {
        @Override
        public OtherTool convert(String value) {
            for (var tool : values()) {
                if (tool.text.equals(value)) return tool;
            }
            List<String> names = Arrays.stream(values()).map(OtherTool::toString).toList();
            throw new TypeConversionException("'" + value + "' is none of " + String.join(", ", names));
        }
    }
}
