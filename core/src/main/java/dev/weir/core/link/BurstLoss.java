package dev.weir.core.link;

/**
 * Loss in bursts, after Gilbert and Elliott: the road is good or bad, and changes between packets.
 *
 * @param begin p: probability, after each packet on a good road, that it turns bad
 * @param end r: probability, after each packet on a bad road, that it turns good; bursts last 1/r packets on average
 * @param lossWhenBad 1-h
 * @param lossWhenGood 1-k
 */
public record BurstLoss(double begin, double end, double lossWhenBad, double lossWhenGood) {
    /** Always good, and nothing is lost. */
    public static final BurstLoss NONE = new BurstLoss(0, 1, 0, 0);

    public BurstLoss {
        checkProbability("begin", begin);
        checkProbability("end", end);
        checkProbability("lossWhenBad", lossWhenBad);
        checkProbability("lossWhenGood", lossWhenGood);
    }

    /** Gilbert's simple form: all is lost while the road is bad, nothing while it is good. */
    public static BurstLoss of(double begin, double end) {
        return new BurstLoss(begin, end, 1, 0);
    }

    static void checkProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) throw new IllegalArgumentException(name + " must be 0..1, not " + value);
    }
}
