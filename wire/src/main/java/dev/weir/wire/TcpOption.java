package dev.weir.wire;

/** Kinds of TCP options (IANA "TCP Option Kind Numbers") and the lengths of those with a fixed one. */
public final class TcpOption {
    public static final int END = 0;
    public static final int NOP = 1;
    public static final int MSS = 2;
    public static final int WINDOW_SCALE = 3;
    public static final int SACK_PERMITTED = 4;
    public static final int SACK = 5;
    public static final int TIMESTAMPS = 8;
    public static final int MD5 = 19;
    public static final int USER_TIMEOUT = 28;
    public static final int AUTHENTICATION = 29;
    public static final int MULTIPATH = 30;
    public static final int FAST_OPEN = 34;
    public static final int ACCURATE_ECN_0 = 172;
    public static final int ACCURATE_ECN_1 = 174;
    public static final int EXPERIMENT_1 = 253;
    public static final int EXPERIMENT_2 = 254;

    public static final int MSS_LENGTH = 4;
    public static final int WINDOW_SCALE_LENGTH = 3;
    public static final int SACK_PERMITTED_LENGTH = 2;
    public static final int TIMESTAMPS_LENGTH = 10;
    /** Kind and length of a SACK option; each block adds {@link #SACK_BLOCK_LENGTH}. */
    public static final int SACK_HEADER_LENGTH = 2;
    public static final int SACK_BLOCK_LENGTH = 8;
    /** Bytes of options that a header can hold. */
    public static final int MAXIMUM_OPTIONS_LENGTH = TcpHeader.MAXIMUM_LENGTH - TcpHeader.MINIMUM_LENGTH;

    private TcpOption() {}

    /** The name that tcpdump uses, or {@code unknown-KIND}. */
    public static String name(int kind) {
        return switch (kind) {
            case END -> "eol";
            case NOP -> "nop";
            case MSS -> "mss";
            case WINDOW_SCALE -> "wscale";
            case SACK_PERMITTED -> "sackOK";
            case SACK -> "sack";
            case TIMESTAMPS -> "TS";
            case MD5 -> "md5";
            case USER_TIMEOUT -> "uto";
            case AUTHENTICATION -> "tcp-ao";
            case MULTIPATH -> "mptcp";
            case FAST_OPEN -> "tfo";
            case ACCURATE_ECN_0 -> "acc-ecn0";
            case ACCURATE_ECN_1 -> "acc-ecn1";
            case EXPERIMENT_1, EXPERIMENT_2 -> "exp";
            default -> "unknown-" + kind;
        };
    }
}
