package dev.weir.sockets;

import static dev.weir.sockets.Cases.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The JDK's TLS on top of a connected socket. */
interface TlsCases extends Cases {
    @Test
    default void tlsWorksOnTopOfConnectedSockets() throws Exception {
        byte[] request = bytes(300_000, 9);
        try (var pair = world().pair()) {
            var sockets = Tls.CONTEXT.getSocketFactory();
            var serve = Task.virtual(() -> {
                try (var tls = (SSLSocket) sockets.createSocket(pair.server(), null, true)) {
                    tls.getOutputStream().write(tls.getInputStream().readNBytes(request.length));
                    return tls.getSession().getProtocol();
                }
            });
            try (var tls = (SSLSocket) sockets.createSocket(pair.client(), "localhost", pair.client().getPort(), true)) {
                var parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
                tls.startHandshake();
                tls.getOutputStream().write(request);
                assertThat(tls.getInputStream().readAllBytes()).isEqualTo(request);
                assertThat(tls.getPort()).isEqualTo(pair.client().getPort());
            }
            assertThat(serve.result()).isEqualTo("TLSv1.3");
            assertThat(pair.client().isClosed()).isTrue(); // autoClose
            assertThat(pair.server().isClosed()).isTrue();
        }
    }

    /** One key pair and certificate for "localhost", made for this run. */
    final class Tls {
        static final SSLContext CONTEXT = context();

        private Tls() {}

        private static SSLContext context() {
            try {
                Path folder = Files.createTempDirectory("weir-tls");
                Path file = folder.resolve("keys.p12");
                var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                        "san=dns:localhost", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", "secret")
                        .redirectErrorStream(true).start();
                String said = new String(keytool.getInputStream().readAllBytes());
                if (keytool.waitFor() != 0) throw new IOException(said);
                var store = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
                Files.delete(file);
                Files.delete(folder);
                var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, "secret".toCharArray());
                var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
                trusted.load(null, null);
                trusted.setCertificateEntry("server", store.getCertificate("server"));
                trust.init(trusted);
                var context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
                return context;
            } catch (Exception e) {
                throw new IllegalStateException("no key pair for the tests", e);
            }
        }
    }
}
