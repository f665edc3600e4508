package dev.weir.cli.swarm;

/** Whose TCP asks and whose serves. */
enum Pairing {
    WEIR_WITH_WEIR("weir asks, weir serves"),
    WEIR_WITH_KERNEL("weir asks, the kernel serves"),
    KERNEL_WITH_WEIR("the kernel asks, weir serves");

    private final String text;

    Pairing(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
