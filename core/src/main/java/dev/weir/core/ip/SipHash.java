package dev.weir.core.ip;

import dev.weir.core.event.Flow;

/**
 * SipHash-2-4 over whole 64-bit words: the keyed function behind ISNs, cookies, port choice and table buckets, so
 * that an outsider can neither predict nor collide them (RFC 6528 section 3, RFC 6056 3.3.3).
 *
 * @spec https://www.aumasson.jp/siphash/siphash.pdf SipHash: a fast short-input PRF
 */
public final class SipHash {
    private final long k0;
    private final long k1;

    public SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /**
     * A function of its own for each purpose, out of one seed: what one of them gives away tells nothing about another.
     *
     * @param purpose 0 TCP, 1 IP, 2 UDP, 3 Fast Open cookies
     */
    public static SipHash derived(long seed, int purpose) {
        var expand = new SipHash(seed, ~seed);
        return new SipHash(expand.hash(0, 0, 0, 0, 0, 2L * purpose + 1), expand.hash(0, 0, 0, 0, 0, 2L * purpose + 2));
    }

    public long hash(Flow flow, long extra) {
        return hash(flow.local().high(), flow.local().low(), flow.remote().high(), flow.remote().low(),
                (long) flow.localPort() << 16 | flow.remotePort(), extra);
    }

    /** One word, 8 bytes. */
    public long hash(long word) {
        var state = new State(k0, k1);
        state.word(word);
        return state.finish(8);
    }

    /** Four words, 32 bytes. */
    public long hash(long a, long b, long c, long d) {
        var state = new State(k0, k1);
        state.word(a);
        state.word(b);
        state.word(c);
        state.word(d);
        return state.finish(32);
    }

    /** Six words, 48 bytes. */
    public long hash(long a, long b, long c, long d, long e, long f) {
        var state = new State(k0, k1);
        state.word(a);
        state.word(b);
        state.word(c);
        state.word(d);
        state.word(e);
        state.word(f);
        return state.finish(48);
    }

    /** The four words of the algorithm; short-lived, so that the compiler keeps it in registers. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void word(long m) {
            v3 ^= m;
            round();
            round();
            v0 ^= m;
        }

        long finish(int lengthBytes) {
            word((long) lengthBytes << 56);
            v2 ^= 0xff;
            for (int i = 0; i < 4; i++) round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
