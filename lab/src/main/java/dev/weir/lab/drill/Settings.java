package dev.weir.lab.drill;

import dev.weir.core.config.StackConfig;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sets values of a {@link StackConfig} by name: {@code tcp.rto.initial=1s}. The names are those of its records. */
public final class Settings {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h)");

    private Settings() {}

    /** The preset {@code linux}, {@code freebsd} or {@code rfc}. */
    public static StackConfig profile(String name) {
        return switch (name) {
            case "linux" -> StackConfig.linux();
            case "freebsd" -> StackConfig.freebsd();
            case "rfc" -> StackConfig.rfc();
            default -> throw new IllegalArgumentException("unknown profile '" + name + "'; known: linux, freebsd, rfc");
        };
    }

    /**
     * @param key components from the outermost record inwards, separated by dots
     * @param value a number, true or false, a constant's name, or a duration: {@code 40ms}, {@code 1.5s}, {@code 2m}
     * @throws IllegalArgumentException for an unknown key, an unreadable value, or one out of range
     */
    public static StackConfig with(StackConfig config, String key, String value) {
        return (StackConfig) with(config, key, key, value);
    }

    private static Object with(Object record, String path, String key, String value) {
        String name = path.substring(0, path.contains(".") ? path.indexOf('.') : path.length());
        String rest = path.substring(Math.min(name.length() + 1, path.length()));
        RecordComponent[] components = record.getClass().getRecordComponents();
        var values = new Object[components.length];
        boolean found = false;
        try {
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getAccessor().invoke(record);
                if (!components[i].getName().equals(name)) continue;
                found = true;
                boolean nested = components[i].getType().isRecord();
                if (nested == rest.isEmpty()) throw unknown(key, record, components);
                values[i] = nested ? with(values[i], rest, key, value) : parse(key, components[i].getType(), value);
            }
            if (!found) throw unknown(key, record, components);
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = record.getClass().getConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException range) throw range;
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalArgumentException unknown(String key, Object record, RecordComponent[] components) {
        String names = Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "unknown setting '" + key + "'; " + record.getClass().getSimpleName() + " has " + names);
    }

    private static Object parse(String key, Class<?> type, String value) {
        try {
            if (type == int.class) return Integer.parseInt(value);
            if (type == long.class) return Long.parseLong(value);
            if (type == boolean.class && value.matches("true|false")) return Boolean.parseBoolean(value);
            if (type == String.class) return value;
            if (type == Duration.class) return duration(value);
            if (type.isEnum()) {
                String constant = value.toUpperCase(Locale.ROOT);
                for (Object candidate : type.getEnumConstants()) {
                    if (((Enum<?>) candidate).name().equals(constant)) return candidate;
                }
            }
        } catch (NumberFormatException e) {
            throw unreadable(key, type, value);
        }
        throw unreadable(key, type, value);
    }

    private static IllegalArgumentException unreadable(String key, Class<?> type, String value) {
        return new IllegalArgumentException(
                key + ": '" + value + "' is not a value of type " + type.getSimpleName());
    }

    private static Duration duration(String value) {
        var matcher = DURATION.matcher(value);
        if (!matcher.matches()) throw new NumberFormatException(value);
        long unit = switch (matcher.group(2)) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
        return Duration.ofNanos(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit)).longValue());
    }
}
