package dev.weir.doctor.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom to believe. */
record Authorities(List<X509Certificate> certificates) {
    /** Those of a PEM file, or of this Java. */
    static Authorities of(Optional<Path> file) throws IOException, GeneralSecurityException {
        if (file.isPresent()) {
            var found = new ArrayList<X509Certificate>();
            var in = new ByteArrayInputStream(Files.readAllBytes(file.get()));
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            return new Authorities(List.copyOf(found));
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return new Authorities(List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()));
    }

    boolean believes(X509Certificate certificate) {
        return certificates.contains(certificate);
    }
}
