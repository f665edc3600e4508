package dev.weir.lab.swarm;

/** The one command line that runs a failure again, and writes its packets. */
public final class Replay {
    private Replay() {}

    /** {@code weir swarm --seed 17 --reduce perfect-road,ipv4 --pcap swarm-17.pcapng}. */
    public static String command(Minimiser.Minimum minimum) {
        long seed = minimum.outcome().configuration().seed();
        return "weir swarm --seed " + seed
                + (minimum.steps().isEmpty() ? "" : " --reduce " + String.join(",", minimum.steps()))
                + " --pcap swarm-" + seed + ".pcapng";
    }

    /** What failed, and the command. */
    public static String text(Minimiser.Minimum minimum) {
        return "seed " + minimum.outcome().configuration().seed() + ": " + minimum.outcome().breach().orElseThrow()
                + "\n  replay: " + command(minimum);
    }
}
