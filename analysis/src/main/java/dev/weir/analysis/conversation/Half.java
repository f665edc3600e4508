package dev.weir.analysis.conversation;

/**
 * What one side of a conversation sent, and what became of it. Positions in its stream are relative: the SYN is 0, the
 * first byte of data 1; where the capture began later, the first byte seen is 1.
 */
public final class Half {
    /** Bytes kept of the beginning of the stream. */
    public static final int FIRST_BYTES = 512;
    private static final byte[] NOTHING = {};

    private final Losses losses;
    private final Ordering ordering;
    private final RoundTrips roundTrips = new RoundTrips();
    private final OfferedWindow window;
    private final Flight flight = new Flight();
    private final DeliveryRate rate = new DeliveryRate();
    private final HeaderTraits traits = new HeaderTraits();
    private final Restarts restarts;
    private final HeldWrites heldWrites;
    private final SendingGaps gaps = new SendingGaps();
    private final SegmentSizes sizes = new SegmentSizes();
    private byte[] firstBytes = NOTHING;
    long segments;
    long bytes;
    long uniqueBytes;
    long pureAcks;
    long duplicateAcks;
    long sackSegments;
    long dsackSegments;
    long wireBytes;
    long missingBytes;
    long unseenBytes;
    long strays;
    long checksumsTried;
    long checksumsWrong;
    long outstandingBytes;
    long firstDataFrame;
    long firstDataNanos;
    long lastDataFrame;
    long lastDataNanos;
    long finFrame;
    long finNanos;
    int unansweredRetransmissions;
    boolean finAcknowledged;
    long firstNanos;
    long lastNanos;
    long lastFrame;
    long progressNanos;
    long progressFrame;
    long firstOutstandingFrame;
    long firstOutstandingNanos;
    long greatestPosition;
    long acknowledgedPosition;
    long latestPosition;
    long acknowledgedBytes;
    CongestionGuess congestion = CongestionGuess.UNKNOWN;

    Half(Limits limits) {
        losses = new Losses(limits.examples());
        ordering = new Ordering(limits.examples());
        window = new OfferedWindow(limits.examples());
        restarts = new Restarts(limits.examples());
        heldWrites = new HeldWrites(limits.examples());
    }

    /** Packets, those of other copies of the same packet left out. */
    public long segments() {
        return segments;
    }

    /** Bytes of IP packets. */
    public long wireBytes() {
        return wireBytes;
    }

    /** Bytes of text, those sent again counted again. */
    public long bytes() {
        return bytes;
    }

    /** Bytes of text, each position once. */
    public long uniqueBytes() {
        return uniqueBytes;
    }

    /** Bytes that the peer acknowledged. */
    public long acknowledgedBytes() {
        return acknowledgedBytes;
    }

    /** Bytes that were sent and, at the end, not acknowledged. */
    public long outstandingBytes() {
        return outstandingBytes;
    }

    /** Bytes that the peer acknowledged and that the capture does not have: it lost them. */
    public long unseenBytes() {
        return unseenBytes;
    }

    /** ACK and nothing else. */
    public long pureAcks() {
        return pureAcks;
    }

    /** Pure ACKs that repeat the one before while the peer has data in flight (RFC 5681 2). */
    public long duplicateAcks() {
        return duplicateAcks;
    }

    /** Segments with SACK blocks. */
    public long sackSegments() {
        return sackSegments;
    }

    /** Segments that report data received twice (RFC 2883). */
    public long dsackSegments() {
        return dsackSegments;
    }

    /** Segments far outside the stream: of another connection, damaged or forged. They changed nothing. */
    public long strays() {
        return strays;
    }

    /** The first segment with text; 0 without. */
    public long firstDataFrame() {
        return firstDataFrame;
    }

    /** Since 1970 UTC; meaningless without data. */
    public long firstDataNanos() {
        return firstDataNanos;
    }

    /** The last segment with text; 0 without. */
    public long lastDataFrame() {
        return lastDataFrame;
    }

    /** Since 1970 UTC; meaningless without data. */
    public long lastDataNanos() {
        return lastDataNanos;
    }

    /** The first FIN; 0 without. */
    public long finFrame() {
        return finFrame;
    }

    /** Since 1970 UTC; meaningless without FIN. */
    public long finNanos() {
        return finNanos;
    }

    /** Whether the peer acknowledged the FIN. */
    public boolean isFinAcknowledged() {
        return finAcknowledged;
    }

    /** The beginning of the stream, at most {@link #FIRST_BYTES} of the first segment; as far as captured. */
    public byte[] firstBytes() {
        return firstBytes.clone();
    }

    /** Of its first packet, since 1970 UTC; meaningless without packets. */
    public long firstNanos() {
        return firstNanos;
    }

    /** Of its last packet, since 1970 UTC; meaningless without packets. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Its last packet; 0 without. */
    public long lastFrame() {
        return lastFrame;
    }

    /** When the peer last acknowledged more, since 1970 UTC; meaningless without {@link #progressFrame}. */
    public long progressNanos() {
        return progressNanos;
    }

    /** In which the peer last acknowledged more; 0 without. */
    public long progressFrame() {
        return progressFrame;
    }

    /** The first sending of the oldest segment that was never acknowledged; 0 where all was, or it was not captured. */
    public long firstOutstandingFrame() {
        return firstOutstandingFrame;
    }

    /** Time of {@link #firstOutstandingFrame}, since 1970 UTC. */
    public long firstOutstandingNanos() {
        return firstOutstandingNanos;
    }

    /** Time-outs since the peer was last heard of. */
    public int unansweredRetransmissions() {
        return unansweredRetransmissions;
    }

    /** SND.NXT as seen: behind the highest position sent or acknowledged. */
    public long greatestPosition() {
        return greatestPosition;
    }

    /** SND.UNA: the highest acknowledgment of the peer. */
    public long acknowledgedPosition() {
        return acknowledgedPosition;
    }

    /**
     * SEG.SEQ of its last segment that was not RST nor stray. Above {@link #greatestPosition()} seen before it: data
     * was
     * sent that did not come by.
     */
    public long latestPosition() {
        return latestPosition;
    }

    /** What this side sent again. */
    public Losses losses() {
        return losses;
    }

    /** What came by late or twice. */
    public Ordering ordering() {
        return ordering;
    }

    /** How long its data took to be acknowledged. */
    public RoundTrips roundTrips() {
        return roundTrips;
    }

    /** The window that this side offered to the other. */
    public OfferedWindow window() {
        return window;
    }

    /** What of its data was on its way. */
    public Flight flight() {
        return flight;
    }

    /** How fast its data was acknowledged. */
    public DeliveryRate rate() {
        return rate;
    }

    /** TTL, identification, ECN. */
    public HeaderTraits traits() {
        return traits;
    }

    /** Sizes of its segments. */
    public SegmentSizes sizes() {
        return sizes;
    }

    /** How it began again after pauses. */
    public Restarts restarts() {
        return restarts;
    }

    /** What waited for delayed acknowledgments. */
    public HeldWrites heldWrites() {
        return heldWrites;
    }

    /** When it had nothing to send in the middle of what it said. */
    public SendingGaps gaps() {
        return gaps;
    }

    /** Of {@link #checksumsTried()}, those that were wrong. */
    public long checksumsWrong() {
        return checksumsWrong;
    }

    /** Whole segments whose checksum was computed; it ends where most are wrong, which the network card mends. */
    public long checksumsTried() {
        return checksumsTried;
    }

    /** What its reaction to loss looks like. */
    public CongestionGuess congestion() {
        return congestion;
    }

    void firstBytes(byte[] text) {
        firstBytes = text;
    }
}
