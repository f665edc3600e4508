package dev.weir.lab;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Link;
import dev.weir.core.link.MemoryLink;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A client and a server on one road, in virtual time.
 *
 * {@snippet :
 * var net = TwoHosts.builder().seed(7).delay(Duration.ofMillis(20)).loss(0.02).build();
 * var responses = new Payload(1);
 * net.server().listen(80, () -> new Responder(100, responses, 1_000_000));
 * var requester = new Requester(100, responses);
 * net.client().connect(net.serverAddress(), 80, requester);
 * net.run();
 * }
 *
 * Both hosts have both versions of IP: 10.0.0.1 and fd00::1 is the client, 10.0.0.2 and fd00::2 the server.
 */
public final class TwoHosts {
    private final VirtualTime time;
    private final Host client;
    private final Host server;
    private final boolean ipv6;

    private TwoHosts(Builder builder) {
        var pair = MemoryLink.pair(builder.mtu);
        this.ipv6 = builder.ipv6;
        this.time = new VirtualTime();
        Link road = pair.a();
        if (!builder.toServer.equals(Impairment.NONE) || !builder.toClient.equals(Impairment.NONE)) {
            road = new ImpairedLink(road, builder.toServer, builder.toClient, builder.seed, builder.clientObserver);
        }
        this.client = time.host("client", builder.clientConfig.withAddresses("10.0.0.1/24", "fd00::1/64"),
                builder.wrap.apply(road, true), 2 * builder.seed, builder.clientObserver);
        this.server = time.host("server", builder.serverConfig.withAddresses("10.0.0.2/24", "fd00::2/64"),
                builder.wrap.apply(pair.b(), false), 2 * builder.seed + 1, builder.serverObserver);
    }

    public static Builder builder() {
        return new Builder();
    }

    public VirtualTime time() {
        return time;
    }

    public Host client() {
        return client;
    }

    public Host server() {
        return server;
    }

    /** Of the version that the builder chose. */
    public IpAddress clientAddress() {
        return IpAddress.parse(ipv6 ? "fd00::1" : "10.0.0.1");
    }

    /** Of the version that the builder chose. */
    public IpAddress serverAddress() {
        return IpAddress.parse(ipv6 ? "fd00::2" : "10.0.0.2");
    }

    /** As {@link VirtualTime#run()}: until nothing is left that could happen. */
    public void run() {
        time.run();
    }

    /** The road and the hosts; what is not said is perfect: no delay, no limit, no loss. */
    public static final class Builder {
        private long seed = 1;
        private int mtu = 1500;
        private boolean ipv6;
        private StackConfig clientConfig = StackConfig.linux();
        private StackConfig serverConfig = StackConfig.linux();
        private Impairment toServer = Impairment.NONE;
        private Impairment toClient = Impairment.NONE;
        private Observer clientObserver = Observer.NONE;
        private Observer serverObserver = Observer.NONE;
        private BiFunction<Link, Boolean, Link> wrap = (link, _) -> link;

        private Builder() {}

        /** Of everything that is drawn: the same seed gives the same run. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Of the road, 68..65535; IPv6 needs 1280. */
        public Builder mtu(int bytes) {
            this.mtu = bytes;
            return this;
        }

        /** Which version {@link #clientAddress} and {@link #serverAddress} have. */
        public Builder ipv6(boolean ipv6) {
            this.ipv6 = ipv6;
            return this;
        }

        /** Of both hosts; addresses are added. */
        public Builder config(StackConfig config) {
            return clientConfig(config).serverConfig(config);
        }

        public Builder clientConfig(StackConfig config) {
            this.clientConfig = config;
            return this;
        }

        public Builder serverConfig(StackConfig config) {
            this.serverConfig = config;
            return this;
        }

        /** What the road does, the same in both directions. */
        public Builder road(Impairment impairment) {
            return toServer(impairment).toClient(impairment);
        }

        public Builder toServer(Impairment impairment) {
            this.toServer = impairment;
            return this;
        }

        public Builder toClient(Impairment impairment) {
            this.toClient = impairment;
            return this;
        }

        /** One way; a round trip takes twice as long. */
        public Builder delay(Duration delay) {
            return both(impairment -> impairment.withDelay(delay));
        }

        /** Bits per second in each direction. */
        public Builder rate(long bitsPerSecond) {
            return both(impairment -> impairment.withRate(bitsPerSecond));
        }

        /** Probability in each direction. */
        public Builder loss(double probability) {
            return both(impairment -> impairment.withLoss(probability));
        }

        private Builder both(UnaryOperator<Impairment> change) {
            return toServer(change.apply(toServer)).toClient(change.apply(toClient));
        }

        /** Hears the client's events, and what the road does to packets. */
        public Builder clientObserver(Observer observer) {
            this.clientObserver = observer;
            return this;
        }

        public Builder serverObserver(Observer observer) {
            this.serverObserver = observer;
            return this;
        }

        /** Puts links around the ends of the road, to capture what passes; told whether it is the client's. */
        public Builder wrap(BiFunction<Link, Boolean, Link> wrap) {
            this.wrap = wrap;
            return this;
        }

        public TwoHosts build() {
            return new TwoHosts(this);
        }
    }
}
