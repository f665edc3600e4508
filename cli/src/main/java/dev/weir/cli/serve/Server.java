package dev.weir.cli.serve;

import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Log;
import dev.weir.cli.network.Firewall;
import dev.weir.cli.network.Network;
import dev.weir.cli.session.Broken;
import dev.weir.cli.session.OutputGone;
import dev.weir.cli.session.Service;
import dev.weir.cli.session.Session;
import dev.weir.cli.tls.ServerTls;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;

/** Accepts clients and gives each a virtual thread; one client, or many at a time. */
final class Server {
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(30);
    private static final long ACCEPT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Network network;
    private final ServerSocket listening;
    private final Firewall firewall;
    private final Optional<ServerTls> tls;
    private final Service service;
    private final Duration idle;
    private final Log log;
    private final Totals totals = new Totals();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final Phaser running = new Phaser(1); // the server, and each of its clients
    private volatile boolean stopped;

    /** @param idle how long nothing may pass in a session; zero for ever */
    Server(Network network, ServerSocket listening, Firewall firewall, Optional<ServerTls> tls, Service service,
            Duration idle, Log log) {
        this.network = network;
        this.listening = listening;
        this.firewall = firewall;
        this.tls = tls;
        this.service = service;
        this.idle = idle;
        this.log = log;
    }

    /** Serves clients until {@link #stop}. */
    void serveMany() {
        for (Socket client; (client = accept()) != null; ) {
            var accepted = client;
            running.register();
            Thread.ofVirtual().name("weir-client").start(() -> {
                try {
                    serve(accepted);
                } catch (Failed e) {
                    log.detail(e.getMessage());
                    if (e.session == null) totals.stranger();
                    else totals.failed();
                    if (e.outputGone) stop();
                } finally {
                    running.arriveAndDeregister();
                }
            });
        }
        running.arriveAndAwaitAdvance();
    }

    /** Serves the first client that the firewall lets in, and nobody after it. */
    void serveOne() throws Failed {
        var client = accept();
        close(listening);
        if (client != null) serve(client);
    }

    /** From any thread: nobody new, and those who are here are sent what is queued and a FIN. */
    void stop() {
        stopped = true;
        close(listening);
        service.stop();
        open.forEach(Server::close);
    }

    Totals totals() {
        return totals;
    }

    /** Null once the server was stopped. */
    private Socket accept() {
        while (!stopped) {
            try {
                var client = listening.accept();
                if (network.filtersEarly() || admitted(client)) return client;
            } catch (IOException e) {
                if (stopped || listening.isClosed()) return null;
                log.say("cannot accept a client: " + e.getMessage()); // too many open files, for one
                LockSupport.parkNanos(ACCEPT_AGAIN_NANOS);
            }
        }
        return null;
    }

    private boolean admitted(Socket client) throws IOException {
        var verdict = firewall.accepted(Session.flow(client));
        if (verdict.action() == Admission.Action.ALLOW) return true;
        if (verdict.action() == Admission.Action.REJECT) client.setSoLinger(true, 0); // the close will be a reset
        client.close();
        return false;
    }

    private void serve(Socket client) throws Failed {
        var flow = Session.flow(client);
        open.add(client);
        try {
            if (stopped) return;
            var stream = secured(client);
            try (var session = new Session(network, client, stream, idle)) {
                open.add(session);
                service.join(session);
                log.detail(Flow.endpoint(flow.remote(), flow.remotePort()) + " connected");
                if (!stopped) serve(session);
                else service.leave(session);
            }
        } catch (IOException e) {
            if (!stopped) throw new Failed(handshake(flow, e), e);
        } finally {
            close(client);
            open.remove(client);
            if (!network.filtersEarly()) firewall.ended(flow);
        }
    }

    private void serve(Session session) throws Failed {
        try {
            service.serve(session);
        } catch (IOException e) {
            if (!stopped) throw new Failed(Broken.line(session, e, idle), e, session, idle);
        } finally {
            service.leave(session);
            session.close();
            open.remove(session);
            var report = session.report();
            totals.add(report);
            log.detail(session.peer() + " done: " + report.text());
        }
    }

    private Socket secured(Socket client) throws IOException {
        if (tls.isEmpty()) return client;
        return tls.get().secure(client, idle.isZero() ? HANDSHAKE_PATIENCE : idle);
    }

    private static String handshake(Flow flow, IOException e) {
        String peer = Flow.endpoint(flow.remote(), flow.remotePort());
        String message = String.valueOf(e.getMessage());
        if (e instanceof SSLException && message.contains("Unsupported or unrecognized SSL message")) {
            return peer + " does not speak TLS";
        }
        if (e instanceof SocketTimeoutException) return peer + " did not finish the TLS handshake";
        return "TLS handshake with " + peer + " failed: " + rootCause(e);
    }

    /** What the JDK wraps into "Unexpected exception". */
    private static String rootCause(Throwable e) {
        while (e.getCause() != null) e = e.getCause();
        return e.getMessage();
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // it is gone, which is what was wanted
        }
    }

    /** A client's session came to a bad end. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean outputGone;
        private final transient Session session;
        private final transient Duration idle;

        Failed(String line, IOException cause) {
            this(line, cause, null, Duration.ZERO);
        }

        Failed(String line, IOException cause, Session session, Duration idle) {
            super(line, cause);
            this.outputGone = cause instanceof OutputGone;
            this.session = session;
            this.idle = idle;
        }

        boolean isOutputGone() {
            return outputGone;
        }

        /** With what can be done about it. */
        RuntimeException explained() {
            if (session == null) return new CommandFailed(getMessage(), getCause());
            return Broken.explain(session, (IOException) getCause(), idle);
        }
    }
}
