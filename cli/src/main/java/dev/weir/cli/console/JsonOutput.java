package dev.weir.cli.console;

import java.io.Writer;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes one JSON object on one line. Units are the last word of a name: {@code rtt_us}, {@code rate_bps}. */
public final class JsonOutput {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private JsonOutput() {}

    /** What the caller writes between start and end of the one object. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json);
    }

    /** Writes the object and a line end; {@code target} stays open. */
    public static void object(Writer target, Members members) {
        try (var json = generator(target)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** For an object that is written piece by piece; closing it leaves {@code target} open. */
    public static JsonGenerator generator(Writer target) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
    }

    /** Microseconds, to the nanosecond: {@code 20024}, {@code 60096.5}. */
    public static BigDecimal micros(long nanos) {
        var micros = BigDecimal.valueOf(nanos, 3).stripTrailingZeros();
        return micros.scale() < 0 ? micros.setScale(0) : micros;
    }
}
