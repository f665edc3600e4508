package dev.weir.cli.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The client's side of TLS: verifies the server's certificate and its name, unless told otherwise. */
public final class ClientTls {
    /** Whom to believe. */
    public sealed interface Trust {
        /** Authorities of this Java. */
        record Defaults() implements Trust {}

        /** Certificates of a PEM file. */
        record Authorities(Path file) implements Trust {}

        /** One certificate, whatever name it bears. */
        record Pinned(String fingerprint) implements Trust {}

        /** Anybody. */
        record Everybody() implements Trust {}
    }

    private final SSLContext context;
    private final boolean checksName;
    private final Remembering trust;

    public ClientTls(Trust trust) {
        try {
            this.trust = new Remembering(manager(trust));
            this.checksName = trust instanceof Trust.Defaults || trust instanceof Trust.Authorities;
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this.trust}, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot do TLS: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager manager(Trust trust) throws GeneralSecurityException, IOException {
        return switch (trust) {
            case Trust.Defaults _ -> authorities(null);
            case Trust.Authorities(Path file) -> {
                var store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (var certificate : Identity.certificates(file)) {
                    store.setCertificateEntry(Identity.fingerprint(certificate), certificate);
                }
                yield authorities(store);
            }
            case Trust.Pinned(String fingerprint) -> new Remembering(null) {
                @Override
                void check(X509Certificate leaf) throws CertificateException {
                    if (!Identity.fingerprint(leaf).equals(fingerprint)) {
                        throw new CertificateException("the certificate has another fingerprint");
                    }
                }
            };
            case Trust.Everybody _ -> new Remembering(null);
        };
    }

    private static X509ExtendedTrustManager authorities(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /**
     * Shakes hands over a connection.
     *
     * @param host what the certificate must name
     * @param patience zero to wait for ever
     */
    public SSLSocket secure(Socket transport, String host, int port, Duration patience) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(transport, host, port, true);
        if (checksName) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        transport.setSoTimeout((int) patience.toMillis());
        socket.startHandshake();
        transport.setSoTimeout(0);
        return socket;
    }

    /** Of the certificate that the last server showed, believed or not. */
    public Optional<String> fingerprint() {
        return Optional.ofNullable(trust.seen).map(Identity::fingerprint);
    }

    /** Keeps the certificate, for whoever wants to know what was refused. Without a delegate it believes everybody. */
    private static class Remembering extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager delegate;
        volatile X509Certificate seen;

        Remembering(X509ExtendedTrustManager delegate) {
            this.delegate = delegate;
        }

        void check(X509Certificate leaf) throws CertificateException {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            seen = chain[0];
            check(seen);
            if (delegate != null) delegate.checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            seen = chain[0];
            check(seen);
            if (delegate != null) delegate.checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            seen = chain[0];
            check(seen);
            if (delegate != null) delegate.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return delegate == null ? new X509Certificate[0] : delegate.getAcceptedIssuers();
        }
    }
}
