package dev.weir.cli.tls;

import dev.weir.cli.console.CommandFailed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who a server says it is: a private key, and the certificates for it, its own first.
 *
 * @param selfSigned whether it was made here
 */
public record Identity(PrivateKey key, List<X509Certificate> chain, boolean selfSigned) {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int SERIAL_BITS = 120;
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(24);

    /** Reads PEM files, as web servers have them. */
    public static Identity read(Path certificates, Path key) {
        var chain = new ArrayList<X509Certificate>();
        for (var certificate : certificates(certificates)) chain.add((X509Certificate) certificate);
        return new Identity(key(key), List.copyOf(chain), false);
    }

    static List<? extends Certificate> certificates(Path file) {
        try (var in = new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8))) {
            var found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (!found.isEmpty()) return found;
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandFailed(file + " holds no certificate: " + e.getMessage(), e,
                    "what is expected: PEM, with lines -----BEGIN CERTIFICATE-----");
        }
        throw new CommandFailed(file + " holds no certificate", null,
                "what is expected: PEM, with lines -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKey key(Path file) {
        var pem = PEM.matcher(text(file));
        while (pem.find()) {
            String kind = pem.group(1);
            if (!kind.endsWith("PRIVATE KEY")) continue;
            if (!kind.equals("PRIVATE KEY")) {
                throw new CommandFailed("the key in " + file + " is " + (kind.contains("ENCRYPTED") ? "encrypted" : "not PKCS #8")
                        + " (" + kind + ")", null, "convert it: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem");
            }
            return key(file, pem.group(2));
        }
        throw new CommandFailed(file + " holds no private key", null,
                "what is expected: PEM, with a line -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey key(Path file, String base64) {
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            for (String type : KEY_TYPES) {
                try {
                    return KeyFactory.getInstance(type).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    continue; // it is of another type
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CommandFailed("the private key in " + file + " is damaged: " + e.getMessage(), e);
        }
        throw new CommandFailed("the private key in " + file + " is of no known type: " + KEY_TYPES, null);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new CommandFailed("there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes a key and a certificate that it signs itself, good for one run.
     *
     * @param addresses that clients will use, besides {@code localhost}
     * @spec https://www.rfc-editor.org/rfc/rfc5280#section-4.1 RFC 5280, section 4.1
     */
    public static Identity selfSigned(List<InetAddress> addresses, ZonedDateTime now) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
            byte[] name = Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text("weir, self-signed"))));
            byte[] unsigned = Der.sequence(
                    Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
                    Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0)), // positive
                    algorithm,
                    name,
                    Der.sequence(Der.time(now.minus(CLOCKS_DIFFER)), Der.time(now.plus(VALIDITY))),
                    name,
                    pair.getPublic().getEncoded(),
                    Der.explicit(3, Der.sequence(
                            extension(BASIC_CONSTRAINTS, Der.sequence(Der.TRUE)), // clients may trust it as an authority
                            extension(SUBJECT_ALTERNATIVE_NAME, names(addresses)))));
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(unsigned);
            byte[] encoded = Der.sequence(unsigned, algorithm, Der.bits(signature.sign()));
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded));
            return new Identity(pair.getPrivate(), List.of(certificate), true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks what every Java has", e);
        }
    }

    private static byte[] extension(String identifier, byte[] value) {
        return Der.sequence(Der.identifier(identifier), Der.octets(value));
    }

    private static byte[] names(List<InetAddress> addresses) {
        var names = new ArrayList<byte[]>();
        names.add(Der.implicit(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)));
        for (var address : addresses) names.add(Der.implicit(IP_ADDRESS, address.getAddress()));
        return Der.sequence(names.toArray(byte[][]::new));
    }

    /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
    public String fingerprint() {
        return fingerprint(chain.getFirst());
    }

    static String fingerprint(Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks what every Java has", e);
        }
    }
}
