package dev.weir.lab.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A client and a server with a road between them, in virtual time, for one test or for all of a class.
 *
 * {@snippet :
 * @SeededTest
 * @SimulatedNetwork(delay = "40ms", loss = 0.05, seeds = 100)
 * void theAnswerArrives(@Client SocketFactory client, @Server ServerSocketFactory server, Simulation simulation)
 *         throws IOException {
 *     var listener = server.createServerSocket(80);
 *     simulation.start("server", () -> {
 *         try (var socket = listener.accept()) {
 *             socket.getOutputStream().write(42);
 *         }
 *     });
 *     try (var socket = client.createSocket("10.0.0.2", 80)) {
 *         assertEquals(42, socket.getInputStream().read());
 *     }
 * }
 * }
 *
 * <p>The test method is an application thread of a {@link dev.weir.lab.blocking.Simulation}: what it waits for in a
 * socket or on the clock passes in virtual time, and other threads are started with the simulation. A thread that has
 * not ended when the network has become quiet after the test, and is no daemon, fails it.
 *
 * <p>Parameters, of the test and of {@code @BeforeEach} methods: {@link dev.weir.lab.blocking.Simulation}, {@link
 * dev.weir.lab.blocking.SimulatedClock} (or {@link java.time.Clock}, {@link java.time.InstantSource}), {@link
 * dev.weir.lab.net.Network} and its only {@link dev.weir.lab.net.NetworkLink} (which can be cut and changed meanwhile),
 * {@link java.util.random.RandomGenerator} (drawn from the seed); and with {@link Client} or {@link Server}: {@link
 * SimulatedHost}, {@link javax.net.SocketFactory}, {@link javax.net.ServerSocketFactory}, {@link
 * dev.weir.sockets.Sockets}, {@link dev.weir.lab.Host}, {@link java.net.InetAddress}.
 *
 * <p>A test that fails says its seed, and how to run it again: {@code -Dweir.seed=N} runs every test with that seed
 * only, {@code -Dweir.seeds=A..B} each {@link SeededTest} with those, and {@code -Dweir.pcap=FOLDER} writes the packets
 * of each run. The client is 10.0.0.1 and fd00::1, the server 10.0.0.2 and fd00::2.
 *
 * <p>Times are written with their unit: {@code 250us}, {@code 40ms}, {@code 2s}, {@code 1min}, {@code 1h}.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulatedNetworkExtension.class)
public @interface SimulatedNetwork {
    /** Of everything that is drawn; the first one of a {@link SeededTest}. */
    long seed() default 1;

    /** How many seeds a {@link SeededTest} runs with, from {@link #seed} on. */
    int seeds() default 1;

    /** Probability that a packet is lost, in each direction, 0..1. */
    double loss() default 0;

    /** One way; a round trip takes twice as long. */
    String delay() default "0ms";

    /** Each delay is drawn evenly from {@link #delay} - jitter to delay + jitter. */
    String jitter() default "0ms";

    /** Bits per second in each direction: {@code 10mbit}; units are bit, kbit, mbit, gbit. Empty for no limit. */
    String rate() default "";

    /** Probability that a packet is held up by {@link #reorderingDelay}, so that others overtake it, 0..1. */
    double reordering() default 0;

    String reorderingDelay() default "10ms";

    /** Probability that a packet arrives twice, 0..1. */
    double duplication() default 0;

    /** Probability that a bit of a packet is inverted, 0..1. */
    double corruption() default 0;

    /** Of the road, 68..65535; IPv6 needs 1280. */
    int mtu() default 1500;

    /** Addresses of version 6 for {@link java.net.InetAddress} parameters and {@link SimulatedHost#address}. */
    boolean ipv6() default false;

    /** How much virtual time may pass after the test method until all threads have ended. */
    String patience() default "1h";

    /** A folder for the packets of a failed run, as pcapng: {@code target/weir}. Empty for none. */
    String pcap() default "";
}
