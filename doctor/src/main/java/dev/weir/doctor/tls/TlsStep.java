package dev.weir.doctor.tls;

import dev.weir.doctor.talk.Conversation;
import dev.weir.doctor.talk.Recognition;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.Handshake.CertificateProblem;
import dev.weir.doctor.visit.Handshake.Ending;
import dev.weir.doctor.visit.Handshake.Form;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.io.probe.ProbeConnection;
import dev.weir.io.probe.ProbeConnection.Heard;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** One TLS handshake, in one form, with or without a server name. Believes everybody, and writes down what it saw. */
public final class TlsStep {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long BETWEEN_HALVES_MILLIS = 20;

    private final Visit visit;
    private final IpAddress address;
    private final Form form;
    private final Optional<String> serverName;
    private final List<String> protocols;
    private final int segmentBytes;
    private final Recording recording = new Recording();
    private final NoCertificates certificates = new NoCertificates();

    private TlsStep(
            Visit visit, IpAddress address, Form form, boolean withName, List<String> protocols, int segmentBytes) {
        this.visit = visit;
        this.address = address;
        this.form = form;
        this.serverName = withName ? name(visit).filter(TlsStep::isHostName) : Optional.empty();
        this.protocols = protocols;
        this.segmentBytes = segmentBytes;
    }

    /** What came of it, and the conversation if it was completed; whoever takes it closes it. */
    public record Outcome(Handshake handshake, Optional<Conversation> conversation) {}

    /**
     * Connects and shakes hands.
     *
     * @param before bytes to send first; may be none
     * @param protocols to offer by ALPN
     * @param segmentBytes the largest segment; 0 for the system's
     * @throws IOException if it could not connect, or this system cannot do it
     */
    public static Outcome take(Visit visit, IpAddress address, Form form, boolean withName, List<String> protocols,
            byte[] before, int segmentBytes, long patienceNanos) throws IOException {
        try {
            return new TlsStep(visit, address, form, withName, protocols, segmentBytes).take(before, patienceNanos);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot do TLS: " + e.getMessage(), e);
        }
    }

    /** The name to ask for and to check. */
    static Optional<String> name(Visit visit) {
        return visit.options().serverName().or(() -> Optional.of(visit.target().host()));
    }

    private static boolean isHostName(String name) {
        return !name.contains(":") && !name.matches("[0-9.]+") && name.contains(".") || name.equals("localhost");
    }

    private Outcome take(byte[] before, long patienceNanos) throws IOException, GeneralSecurityException {
        long began = visit.nowNanos();
        var probe = new ConnectProbe(0, segmentBytes, 0);
        var to = new InetSocketAddress(address.toInetAddress(), visit.target().port());
        var connection = ProbeConnection.open(probe, to, visit.atMost(CONNECT_NANOS));
        if (!connection.isConnected()) {
            connection.close();
            throw new IOException("no connection for TLS: " + connection.outcome().error());
        }
        var tls = new TlsConversation(connection, engine());
        long asked = visit.nowNanos();
        var obstacle = shakeHands(connection, tls, before, patienceNanos);
        var handshake = visit.add(result(tls, obstacle, began, asked));
        if (obstacle == null && form != Form.LARGE) return new Outcome(handshake, Optional.of(tls));
        connection.close();
        return new Outcome(handshake, Optional.empty());
    }

    private SSLEngine engine() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {certificates}, new TrustManager[] {recording}, new SecureRandom());
        var engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        serverName.ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        recording.engine = engine;
        return engine;
    }

    private TlsConversation.Obstacle shakeHands(
            ProbeConnection connection, TlsConversation tls, byte[] before, long patienceNanos) {
        long deadline = System.nanoTime() + visit.atMost(patienceNanos);
        try {
            byte[] hello = tls.clientHello();
            if (before.length > 0) connection.write(before, Conversation.SAY_NANOS);
            if (form == Form.LARGE) return firstAnswer(connection, tls, LargeHello.of(hello), deadline);
            connection.write(hello, Conversation.SAY_NANOS);
            return tls.handshake(deadline);
        } catch (SSLException e) {
            return new TlsConversation.Obstacle(new Heard.Silence(), e);
        }
    }

    /** A ClientHello that was changed leads to no session: whether it is answered is all that counts. */
    private static TlsConversation.Obstacle firstAnswer(
            ProbeConnection connection, TlsConversation tls, byte[] hello, long deadline) {
        int half = LargeHello.BYTES * 2 / 3;
        connection.write(Arrays.copyOf(hello, half), Conversation.SAY_NANOS);
        try {
            Thread.sleep(BETWEEN_HALVES_MILLIS); // or both would arrive as one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.write(Arrays.copyOfRange(hello, half, hello.length), Conversation.SAY_NANOS);
        var heard = tls.firstAnswer(Math.max(0, deadline - System.nanoTime()));
        return heard instanceof Heard.Bytes && Recognition.isTls(tls.firstBytes()) ? null
                : new TlsConversation.Obstacle(heard, null);
    }

    private Handshake result(TlsConversation tls, TlsConversation.Obstacle obstacle, long began, long asked)
            throws IOException, GeneralSecurityException {
        var session = recording.engine.getSession();
        boolean completed = obstacle == null;
        boolean whole = completed && form != Form.LARGE;
        var chain = recording.chain;
        if (certificates.wereAsked) {
            visit.note("the server asks for a certificate of the client: what it says to one that has it is not known");
        }
        return new Handshake(address, visit.target().port(), serverName, form, segmentBytes,
                ending(obstacle, tls.firstBytes()), tls.firstBytes(),
                whole ? session.getProtocol() : "", whole ? session.getCipherSuite() : "",
                whole ? recording.engine.getApplicationProtocol() : "", chain, problems(chain), certificates.wereAsked,
                        detail(obstacle),
                began, visit.nowNanos() - asked);
    }

    private List<CertificateProblem> problems(List<X509Certificate> chain) throws IOException,
            GeneralSecurityException {
        if (chain.isEmpty()) return List.of();
        return CertificateCheck.problems(Authorities.of(visit.options().authorities()), chain, name(visit)
                .orElseThrow(), Instant.now());
    }

    private static Ending ending(TlsConversation.Obstacle obstacle, byte[] first) {
        if (obstacle == null) return Ending.COMPLETED;
        if (first.length > 0 && !Recognition.isTls(first)) return Ending.NOT_TLS;
        if (obstacle.failure() != null) {
            return String.valueOf(obstacle.failure().getMessage()).contains("alert") ? Ending.ALERT : Ending.FAILED;
        }
        return switch (obstacle.heard()) {
            case Heard.Silence _ -> Ending.SILENT;
            case Heard.End _ -> Ending.CLOSED;
            case Heard.Broken _ -> Ending.RESET;
            case Heard.Bytes _ -> Ending.NOT_TLS;
        };
    }

    private static String detail(TlsConversation.Obstacle obstacle) {
        return obstacle == null || obstacle.failure() == null ? "" : String.valueOf(obstacle.failure().getMessage())
                .replace("(handshake_failure) ", "").replaceFirst("^\\((\\w+)\\) ", "");
    }

    /** Has none, and remembers that one was asked for. */
    private static final class NoCertificates extends X509ExtendedKeyManager {
        private boolean wereAsked;

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine by) {
            wereAsked = true;
            return null;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket by) {
            wereAsked = true;
            return null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket by) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    /** Believes everybody, and remembers whom. */
    private static final class Recording extends X509ExtendedTrustManager {
        private List<X509Certificate> chain = List.of();
        private SSLEngine engine;

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine by) {
            chain = List.of(shown);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, Socket by) {
            chain = List.of(shown);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) {
            chain = List.of(shown);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine by) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, Socket by) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
