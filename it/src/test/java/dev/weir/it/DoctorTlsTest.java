package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS against openssl, with certificates of an authority made here. */
@RequiresTun
@RequiresTools("openssl")
class DoctorTlsTest {
    private static final String URL = "https://127.0.0.1:7000";

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(folder)
                .server("good", "DNS:server.example,IP:127.0.0.1", 30)
                .server("expired", "IP:127.0.0.1", -1)
                .server("misnamed", "DNS:*.example.org", 30)
                .selfSigned("self", "IP:127.0.0.1");
    }

    private static Diagnosis examine(String url) throws Exception {
        return Diagnosis.here(url, "--cafile", certificates.root());
    }

    @Test
    void certificateThatHolds() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, "good-chain.pem", "good.key")) {
                examine(URL).isHealthy().says("TLSv1.3");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"expired-chain.pem, expired.key, expired at", "misnamed-chain.pem, misnamed.key, 'is for *.example.org, not for'",
            "self.pem, self.key, signed by itself", "good.pem, good.key, 'weir intermediate'"})
    @Diagnosed(fault = "CERTIFICATE_INVALID", by = View.LIVE, how =
            "openssl s_server: expired, misnamed, self-signed, without its intermediate")
    void certificateThatDoesNotHold(String chain, String key, String says) throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, chain, key)) {
                examine(URL).is(Fault.CERTIFICATE_INVALID).says(says);
            }
        });
    }

    @Test
    @Diagnosed(fault = "CERTIFICATE_INVALID", by = View.LIVE, how =
            "openssl s_server with a chain of an unknown authority")
    void authorityThatNobodyKnows() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, "good-chain.pem", "good.key")) {
                Diagnosis.here(URL).is(Fault.CERTIFICATE_INVALID).says("weir root");
            }
        });
    }

    /** By address no name is asked for, and the server has another certificate for that. */
    @Test
    @Diagnosed(fault = "CERTIFICATE_INVALID", by = View.LIVE, how =
            "openssl s_server whose valid certificate needs SNI")
    void serverThatNeedsAName() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, "misnamed-chain.pem", "misnamed.key", "-servername",
                    "server.example",
                    "-cert2", certificates.file("good.pem").toString(), "-key2", certificates.file("good.key")
                            .toString())) {
                examine(URL).is(Fault.CERTIFICATE_INVALID).says("--servername");
            }
        });
    }

    /** We have none to show, in TLS 1.3 after the handshake, in TLS 1.2 within it: that is no fault of the server's. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void serverThatDemandsACertificateOfItsClients(String version) throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, "good-chain.pem", "good.key", "-Verify", "1", version)) {
                assertThat(examine(URL).isHealthy().steps())
                        .anyMatch(line -> line.contains("certificate of the client"));
            }
        });
    }

    @Test
    @Diagnosed(fault = "PLAINTEXT_SERVER", by = View.LIVE, how = "a ClientHello to servers of HTTP, SSH and Redis")
    void tlsToAServerWithoutIt() throws Throwable {
        Network.run(() -> {
            try (var http = Servant.on(7000, Servant.http("400 Bad Request", 10));
                    var ssh = Servant.on(7001, Servant.saying("SSH-2.0-OpenSSH_9.2\r\n"));
                    var redis = Servant.on(7002, socket -> {
                        var request = new byte[8192];
                        int length = socket.getInputStream().read(request);
                        if (length > 0 && request[0] == 'P') socket.getOutputStream().write("+PONG\r\n".getBytes());
                    })) {
                examine(URL).is(Fault.PLAINTEXT_SERVER).says("speaks HTTP");
                examine("https://127.0.0.1:7001").is(Fault.PLAINTEXT_SERVER).says("speaks SSH");
                examine("rediss://127.0.0.1:7002").is(Fault.PLAINTEXT_SERVER).says("answers without TLS");
            }
        });
    }

    @Test
    @Diagnosed(fault = "TLS_SERVER", by = View.LIVE, how = "a request in plain text to openssl s_server")
    void plaintextToAServerOfTls() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, "good-chain.pem", "good.key")) {
                examine("http://127.0.0.1:7000").is(Fault.TLS_SERVER);
            }
        });
    }

    @Test
    @Diagnosed(fault = "HTTP_VERSION_MISMATCH", by = View.LIVE, how = "openssl s_server without ALPN")
    void http2IsNotOffered() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7000, "good-chain.pem", "good.key")) {
                examine("h2://127.0.0.1:7000").is(Fault.HTTP_VERSION_MISMATCH).says("ALPN");
            }
        });
    }

    @Test
    @Diagnosed(fault = "PROXY_PROTOCOL_MISMATCH", by = View.LIVE, how = "a server that wants a PROXY header before TLS")
    void proxyHeaderBeforeTls() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7001, "good-chain.pem", "good.key");
                    var front = Servant.on(7000, socket -> {
                        var line = new StringBuilder();
                        for (int c = socket.getInputStream().read(); c >= 0
                                && c != '\n'; c = socket.getInputStream().read()) {
                            line.append((char) c);
                            if (!"PROXY ".startsWith(line.toString()) && !line.toString().startsWith("PROXY ")) return;
                        }
                        relay(socket, new byte[0]);
                    })) {
                examine(URL).is(Fault.PROXY_PROTOCOL_MISMATCH);
            }
        });
    }

    /** It takes what the first read gives for the whole ClientHello. */
    @Test
    @Diagnosed(fault = "SPLIT_CLIENT_HELLO", by = View.LIVE, how =
            "a server that takes the first read for the whole ClientHello")
    void serverThatCannotTakeASplitHello() throws Throwable {
        Network.run(() -> {
            try (var server = certificates.serve(7001, "good-chain.pem", "good.key");
                    var front = Servant.on(7000, socket -> {
                        var first = new byte[16384];
                        int length = socket.getInputStream().read(first);
                        if (length < 5 || length < 5 + ((first[3] & 0xff) << 8 | first[4] & 0xff)) return;
                        relay(socket, Arrays.copyOf(first, length));
                    })) {
                examine(URL).is(Fault.SPLIT_CLIENT_HELLO);
            }
        });
    }

    private static void relay(Socket client, byte[] first) throws Exception {
        try (var server = new Socket("127.0.0.1", 7001)) {
            server.getOutputStream().write(first);
            var back = Thread.ofPlatform().daemon().start(() -> pump(server, client));
            pump(client, server);
            back.join();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one of them has gone
        }
    }
}
