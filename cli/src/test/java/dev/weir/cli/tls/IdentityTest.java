package dev.weir.cli.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.console.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-02-28T12:00:00Z");

    @TempDir
    private Path folder;

    private static Identity identity() {
        return Identity.selfSigned(List.of(InetAddress.ofLiteral("10.77.0.2"), InetAddress.ofLiteral("fd77::2")), NOW);
    }

    private Path pem(String type, byte[] content) throws IOException {
        String text = "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content)
                + "\n-----END " + type + "-----\n";
        return Files.writeString(Files.createTempFile(folder, "a", ".pem"), text);
    }

    @Test
    void selfSignedCertificateVerifiesByItsOwnKey() throws GeneralSecurityException {
        var certificate = identity().chain().getFirst();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(java.util.Date.from(NOW.toInstant()));
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getNotAfter()).isEqualTo(NOW.plusDays(30).toInstant());
        assertThat(certificate.getBasicConstraints()).isNotNegative();
    }

    @Test
    void selfSignedCertificateNamesTheAddressesOfTheServer() throws GeneralSecurityException {
        var names = identity().chain().getFirst().getSubjectAlternativeNames();
        assertThat(names).containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "10.77.0.2"),
                List.of(7, "fd77:0:0:0:0:0:0:2"));
    }

    @Test
    void eachRunHasACertificateOfItsOwn() {
        assertThat(identity().fingerprint()).matches("[0-9a-f]{64}").isNotEqualTo(identity().fingerprint());
    }

    @Test
    void filesAreReadBack() throws IOException, GeneralSecurityException {
        var identity = identity();
        var read = Identity.read(pem("CERTIFICATE", identity.chain().getFirst().getEncoded()),
                pem("PRIVATE KEY", identity.key().getEncoded()));
        assertThat(read.key()).isEqualTo(identity.key());
        assertThat(read.fingerprint()).isEqualTo(identity.fingerprint());
        assertThat(read.selfSigned()).isFalse();
    }

    @Test
    void wrongFilesSayWhatIsExpected() throws IOException, GeneralSecurityException {
        var identity = identity();
        var certificate = pem("CERTIFICATE", identity.chain().getFirst().getEncoded());
        var key = pem("PRIVATE KEY", identity.key().getEncoded());
        assertThatThrownBy(() -> Identity.read(folder.resolve("none"), key))
                .isInstanceOf(CommandFailed.class).hasMessage("there is no file " + folder.resolve("none"));
        assertThatThrownBy(() -> Identity.read(key, key)).isInstanceOf(CommandFailed.class)
                .hasMessageContaining("holds no certificate");
        assertThatThrownBy(() -> Identity.read(certificate, certificate)).isInstanceOf(CommandFailed.class)
                .hasMessageContaining("holds no private key");
        var encrypted = pem("ENCRYPTED PRIVATE KEY", new byte[] {1});
        assertThatThrownBy(() -> Identity.read(certificate, encrypted)).isInstanceOf(CommandFailed.class)
                .hasMessageContaining("encrypted").hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        var old = pem("RSA PRIVATE KEY", new byte[] {1});
        assertThatThrownBy(() -> Identity.read(certificate, old)).isInstanceOf(CommandFailed.class)
                .hasMessageContaining("not PKCS #8");
        var damaged = pem("PRIVATE KEY", new byte[] {1});
        assertThatThrownBy(() -> Identity.read(certificate, damaged)).isInstanceOf(CommandFailed.class)
                .hasMessageContaining("private key");
    }
}
