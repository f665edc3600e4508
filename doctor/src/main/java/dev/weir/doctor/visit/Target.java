package dev.weir.doctor.visit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Whom to examine.
 *
 * @param host a name or an address, without brackets
 * @param protocol what is expected to be spoken
 * @param isSure the protocol was said, or the port leaves no doubt; otherwise another one is no fault
 * @param path of HTTP, or the database; begins with a slash
 * @param user of a database; empty if none was given
 */
public record Target(String host, int port, Protocol protocol, boolean isSure, String path, String user) {
    private static final int LAST_PORT = 65535;

    public Target {
        if (host.isEmpty()) throw new IllegalArgumentException("no host given");
        if (port < 1 || port > LAST_PORT) throw new IllegalArgumentException("port " + port
                + " cannot be connected to");
    }

    /**
     * Reads {@code HOST PORT}, {@code HOST:PORT}, {@code [::1]:80} or a URL.
     *
     * @param ports reads a port that may be the name of a service
     * @throws IllegalArgumentException saying how it is written right
     */
    public static Target parse(List<String> words, ToIntFunction<String> ports) {
        if (words.isEmpty()) throw new IllegalArgumentException("examine whom? HOST PORT, such as: example.com 443");
        String first = words.getFirst();
        if (words.size() > 2) {
            throw new IllegalArgumentException("'" + words.get(2) + "' is one word too many: HOST PORT");
        }
        int scheme = first.indexOf("://");
        if (words.size() == 2) {
            if (scheme >= 0) throw new IllegalArgumentException("a URL says its port itself: HOST PORT, or " + first);
            return plain(withoutBrackets(first), ports.applyAsInt(words.get(1)));
        }
        if (scheme >= 0) return url(first, first.substring(0, scheme).toLowerCase(Locale.ROOT), ports);
        int colon = portColon(first);
        if (colon < 0) throw new IllegalArgumentException("no port given: " + first + " PORT");
        return plain(withoutBrackets(first.substring(0, colon)), ports.applyAsInt(first.substring(colon + 1)));
    }

    private static Target plain(String host, int port) {
        return new Target(host, port, Protocol.ofPort(port), Protocol.isAssigned(port), "/", "");
    }

    private static Target url(String text, String scheme, ToIntFunction<String> ports) {
        var protocol = Protocol.ofScheme(scheme).orElseThrow(() -> new IllegalArgumentException(
                "'" + scheme + "' is no protocol that is known here: write HOST PORT, or tcp://HOST:PORT"));
        String rest = text.substring(text.indexOf("://") + 3);
        int end = rest.split("[/?#]", 2)[0].length();
        String authority = rest.substring(0, end);
        String path = rest.substring(end).replaceFirst("#.*", "");
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : authority.substring(0, at).replaceFirst(":.*", "");
        String place = authority.substring(at + 1);
        int colon = portColon(place);
        int port = colon < 0 ? protocol.usualPort() : ports.applyAsInt(place.substring(colon + 1));
        if (port == 0) throw new IllegalArgumentException(scheme + " has no usual port: " + scheme + "://HOST:PORT");
        return new Target(withoutBrackets(colon < 0 ? place : place.substring(0, colon)), port, protocol, true,
                path.startsWith("/") ? path : "/" + path, user);
    }

    /** Where the colon before the port stands; -1 if there is none. */
    private static int portColon(String text) {
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) return text.indexOf("]:") == colon - 1 && colon > 0 ? colon : -1;
        return colon >= 0 && text.indexOf(':') == colon ? colon : -1;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    public Target speaking(Protocol other) {
        return new Target(host, port, other, true, path, user);
    }

    /** {@code example.com:80}, {@code [::1]:80}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The database that a URL names; empty if it names none. */
    public Optional<String> database() {
        String name = path.replaceFirst("[?].*", "").substring(1);
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
