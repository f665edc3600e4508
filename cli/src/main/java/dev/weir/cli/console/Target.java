package dev.weir.cli.console;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/**
 * Whom to connect to, in any of the ways that people write it: {@code HOST PORT}, {@code HOST:PORT}, {@code [::1]:80},
 * {@code ::1 80}; the port may be the name of a service.
 */
public record Target(String host, int port) {
    /** @throws TypeConversionException saying how it is written right */
    public static Target parse(List<String> words) {
        if (words.isEmpty()) throw new TypeConversionException("connect to whom? HOST PORT, such as: example.com 80");
        String first = words.getFirst();
        refuseUrl(first);
        if (words.size() > 2) throw new TypeConversionException("'" + words.get(2) + "' is one word too many: HOST PORT");
        if (words.size() == 2) return new Target(withoutBrackets(first), Ports.parse(words.get(1)));
        int colon = first.lastIndexOf(':');
        boolean bracketed = first.startsWith("[");
        if (colon < 0 || bracketed && first.indexOf("]:") != colon - 1 || !bracketed && first.indexOf(':') != colon) {
            throw new TypeConversionException("no port given: " + first + " PORT");
        }
        if (colon == 0) throw new TypeConversionException("no host given: localhost " + first.substring(1));
        return new Target(withoutBrackets(first.substring(0, colon)), Ports.parse(first.substring(colon + 1)));
    }

    private static void refuseUrl(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) return;
        String authority = text.substring(scheme + 3).replaceFirst("[/?#].*", "");
        String name = text.substring(0, scheme).toLowerCase(Locale.ROOT);
        boolean hasPort = authority.matches(".*:[0-9]+");
        throw new TypeConversionException("'" + text + "' is a URL: write "
                + (hasPort ? authority : authority + " " + name) + (name.equals("https") ? " --tls" : ""));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** {@code example.com:80}, {@code [::1]:80}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
