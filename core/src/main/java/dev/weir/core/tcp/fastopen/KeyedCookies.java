package dev.weir.core.tcp.fastopen;

import dev.weir.core.ip.SipHash;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Cookies of eight bytes: SipHash-2-4 of the two addresses, as Linux makes them. Servers with the same key, Linux hosts
 * among them, know each other's cookies. A second key is an old one: its cookies are good, and replaced.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.1.2 RFC 7413, section 4.1.2
 */
public final class KeyedCookies implements CookieFunction {
    private static final int WORDS = 4; // of 32 bits, in a key

    private final List<SipHash> functions;

    private KeyedCookies(List<SipHash> functions) {
        this.functions = functions;
    }

    /**
     * @param key as {@link dev.weir.core.config.FastOpen#key}: one, or two with a comma between them
     * @throws IllegalArgumentException if it is none
     */
    public static KeyedCookies of(String key) {
        var functions = new ArrayList<SipHash>();
        for (String one : key.split(",")) functions.add(function(one));
        return new KeyedCookies(functions);
    }

    /** With a key out of the stack's seed. */
    public static KeyedCookies derived(long seed) {
        return new KeyedCookies(List.of(SipHash.derived(seed, 3)));
    }

    private static SipHash function(String key) {
        String[] words = key.contains("-") ? key.split("-") : key.split("(?<=\\G.{8})");
        if (words.length != WORDS) throw new IllegalArgumentException("a key has 32 hexadecimal digits, not " + key);
        var value = new long[WORDS];
        for (int i = 0; i < WORDS; i++) value[i] = Integer.toUnsignedLong(Integer.parseUnsignedInt(words[i], 16));
        return new SipHash(value[1] << 32 | value[0], value[3] << 32 | value[2]);
    }

    @Override
    public FastOpenOption make(IpAddress client, IpAddress server, long now) {
        return make(functions.getFirst(), client, server);
    }

    @Override
    public Verdict judge(FastOpenOption shown, IpAddress client, IpAddress server, long now) {
        for (int i = 0; i < functions.size(); i++) {
            if (make(functions.get(i), client, server).sameCookie(shown)) return i == 0 ? Verdict.GOOD : Verdict.GOOD_BUT_OLD;
        }
        return Verdict.BAD;
    }

    /** The addresses as they stand in the packet, the hash as little-endian bytes. */
    private static FastOpenOption make(SipHash function, IpAddress client, IpAddress server) {
        long hash = client.isIpv4()
                ? function.hash(Long.reverseBytes((long) client.ipv4() << 32 | Integer.toUnsignedLong(server.ipv4())))
                : function.hash(Long.reverseBytes(client.high()), Long.reverseBytes(client.low()),
                        Long.reverseBytes(server.high()), Long.reverseBytes(server.low()));
        return new FastOpenOption(Long.reverseBytes(hash), 0, Long.BYTES, false);
    }
}
