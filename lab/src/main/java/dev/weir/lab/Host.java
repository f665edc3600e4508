package dev.weir.lab;

import dev.weir.core.Driver;
import dev.weir.core.Gate;
import dev.weir.core.Request;
import dev.weir.core.Stack;
import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.FlightRecorder;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Link;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.Listener;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Timer;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A stack in virtual time, and its driver: what an application would see of a machine.
 *
 * <p>{@link #submit} and {@link #ring} take effect with the next step of the simulation, {@link #await} runs the
 * simulation. All on the thread that the simulation belongs to.
 */
public final class Host implements Driver, Doorbell {
    /** Of listeners for which nothing else is said. */
    public static final int BACKLOG = 1024;

    private final VirtualTime time;
    private final String name;
    private final Stack stack;
    private final Timer deadline = new Timer() {
        @Override
        protected void expired(long now) {
            ring();
        }
    };
    private boolean rung;
    private String broken; // the last events of a connection whose invariant broke

    Host(VirtualTime time, String name, StackConfig config, Link link, long seed, Observer observer) {
        this.time = time;
        this.name = name;
        this.stack = new Stack(config, link, seed, Observer.all(observer,
                new FlightRecorder(FlightRecorder.EVENTS, FlightRecorder.CONNECTIONS, dump -> broken = dump)));
        link.onArrival(this);
    }

    public String name() {
        return name;
    }

    public Stack stack() {
        return stack;
    }

    public VirtualTime time() {
        return time;
    }

    // ---- applications that are called

    /** Listens at every address of this host; each accepted connection gets an actor of its own. */
    public Listener listen(int port, Supplier<? extends Actor> actors) {
        return listen(port, null, actors);
    }

    /** @param options of accepted connections; null for the configuration's */
    public Listener listen(int port, ConnectionOptions options, Supplier<? extends Actor> actors) {
        return listen(port, BACKLOG, Duration.ZERO, options, actors);
    }

    /**
     * @param backlog connections that wait to be accepted, and half-open ones, 0..65535
     * @param pause of the application after each connection that it accepts
     * @param options of accepted connections; null for the configuration's
     */
    public Listener listen(int port, int backlog, Duration pause, ConnectionOptions options,
            Supplier<? extends Actor> actors) {
        Listener listener = submit((stack, now) -> {
            var tcp = stack.tcp();
            var binding = tcp.bind(IpAddress.ANY_IPV6, port, true, now);
            return tcp.listen(binding, backlog, options == null ? tcp.defaultOptions() : options, Admission.ALL, now);
        });
        time.signalled(new Accepting(listener, pause, actors));
        return listener;
    }

    /** Opens a connection and gives it to {@code actor}. */
    public Session connect(IpAddress remote, int port, Actor actor) {
        return connect(remote, port, null, actor);
    }

    /** @param options null for the configuration's */
    public Session connect(IpAddress remote, int port, ConnectionOptions options, Actor actor) {
        Connection connection = submit((stack, now) -> {
            var tcp = stack.tcp();
            return tcp.open(null, remote, port, options == null ? tcp.defaultOptions() : options, now);
        });
        return session(connection, actor);
    }

    /** As {@link #connect(IpAddress, int, ConnectionOptions, Actor)}, from a local port that is free, 1..65535. */
    public Session connectFrom(int localPort, IpAddress remote, int port, ConnectionOptions options, Actor actor) {
        Connection connection = submit((stack, now) -> {
            var tcp = stack.tcp();
            var any = remote.isIpv4() ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6;
            var binding = tcp.bind(any, localPort, true, now);
            try {
                return tcp.open(binding, remote, port, options == null ? tcp.defaultOptions() : options, now);
            } finally {
                binding.release();
            }
        });
        return session(connection, actor);
    }

    /** Gives a connection to an actor, which hears first of what is already there. */
    public Session session(Connection connection, Actor actor) {
        var session = new Session(this, connection, actor);
        time.signalled(session.attention());
        return session;
    }

    // ---- Driver

    @Override
    public <R> R submit(Request<R> request) {
        time.checkThread();
        if (stack.isClosed()) throw new IllegalStateException("the stack of " + name + " is closed");
        try {
            return stack.execute(request, time.now());
        } finally {
            ring();
        }
    }

    @Override
    public void ring(Marked item) {
        time.checkThread();
        stack.bell().push(item);
        ring();
    }

    @Override
    public boolean await(WaitPoint point, BooleanSupplier ready, long deadline) throws InterruptedException {
        time.checkThread();
        boolean kept = time.waiting().await(point, () -> ready.getAsBoolean() || stack.isClosed(), deadline);
        if (!kept || ready.getAsBoolean()) return kept;
        throw new IllegalStateException("the stack of " + name + " is closed");
    }

    @Override
    public Gate gate() {
        return new HostGate();
    }

    @Override
    public long now() {
        return time.now();
    }

    @Override
    public boolean isClosed() {
        return stack.isClosed();
    }

    /** The machine goes down: it sends what it owes, for at most {@code limit}, and resets the rest. */
    public void close(Duration limit) {
        if (stack.isClosed()) return;
        long end = Deadline.after(time.now(), limit.toNanos());
        submit((stack, now) -> {
            stack.beginClose(now);
            return null;
        });
        time.runUntil(stack::isQuiet, end);
        stack.shutdown(time.now());
        ring();
        time.settle();
    }

    // ---- the simulation

    /** A turn is due: a frame has arrived, the application did something, or a deadline has come. */
    @Override
    public void ring() {
        if (rung) return;
        rung = true;
        time.rung(this);
    }

    void turn() {
        rung = false;
        boolean more = stack.turn(time.now());
        boolean exchanged = stack.takeExchanged();
        for (Object token : stack.takeWaiters()) {
            if (token instanceof VirtualTime.Attention attention) time.signalled(attention);
        }
        // an aborted connection keeps a stack alive in production; here it must fail the run
        if (broken != null) throw new AssertionError("broken invariant on " + name + ": " + broken);
        long next = nextDeadline();
        if (more || next <= time.now()) {
            ring();
        } else if (next != deadline.deadline()) {
            time.arm(deadline, next);
        }
        Doorbell peer = exchanged ? stack.peer() : null;
        if (peer != null) peer.ring();
    }

    long nextDeadline() {
        return stack.isClosed() ? Deadline.NEVER : stack.nextDeadline();
    }

    String describe() {
        long deadline = nextDeadline();
        var text = new StringBuilder(name).append(rung ? ": rung" : ": quiet").append(", next deadline ")
                .append(deadline == Deadline.NEVER ? "never" : "in " + Duration.ofNanos(deadline - time.now()));
        if (!stack.isClosed()) {
            for (var connection : stack.tcp().connections()) {
                text.append("\n  ").append(connection.flow()).append(' ').append(connection.state()).append(": ")
                        .append(connection.explain(time.now()));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Hands what a listener has accepted to actors. */
    private final class Accepting implements VirtualTime.Attention {
        private final Listener listener;
        private final Duration pause;
        private final Supplier<? extends Actor> actors;

        Accepting(Listener listener, Duration pause, Supplier<? extends Actor> actors) {
            this.listener = listener;
            this.pause = pause;
            this.actors = actors;
        }

        @Override
        public void attend() {
            while (!listener.isClosed() && listener.hasPending()) {
                Connection connection = submit((stack, now) -> listener.accept(now));
                if (connection == null) break;
                session(connection, actors.get());
                if (!pause.isZero()) {
                    time.at(pause, this::attend);
                    return;
                }
            }
            listener.acceptable().arrive(this);
        }
    }

    /** Threads of a simulation take turns, so nobody comes between the look and the step. */
    private final class HostGate implements Gate {
        private boolean taken;

        @Override
        public boolean enter(long deadline) {
            if (taken && !time.runUntil(() -> !taken, deadline)) return false;
            taken = true;
            return true;
        }

        @Override
        public void leave() {
            taken = false;
        }
    }
}
