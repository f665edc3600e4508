/** Simulated networks for JUnit: {@code @SimulatedNetwork} on a test of ordinary blocking code. */
module dev.weir.lab.junit {
    requires transitive dev.weir.lab;
    requires transitive dev.weir.sockets;
    requires transitive org.junit.jupiter.api;

    exports dev.weir.lab.junit;
}
