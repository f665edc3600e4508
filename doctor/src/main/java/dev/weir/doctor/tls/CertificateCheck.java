package dev.weir.doctor.tls;

import dev.weir.doctor.visit.Handshake.CertificateProblem;
import dev.weir.doctor.visit.Handshake.CertificateProblem.Kind;
import java.net.InetAddress;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * Everything that is wrong with the certificates of a server, not only the first thing.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5280#section-6 RFC 5280, section 6
 * @spec https://www.rfc-editor.org/rfc/rfc9525#section-6 RFC 9525, section 6
 */
final class CertificateCheck {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Authorities authorities;
    private final List<X509Certificate> chain;
    private final Instant now;
    private final List<CertificateProblem> problems = new ArrayList<>();

    private CertificateCheck(Authorities authorities, List<X509Certificate> chain, Instant now) {
        this.authorities = authorities;
        this.chain = chain;
        this.now = now;
    }

    /**
     * None if they hold.
     *
     * @param chain as it was sent, not empty
     * @param name that the first one must bear: a host name or an address
     */
    static List<CertificateProblem> problems(Authorities authorities, List<X509Certificate> chain, String name,
            Instant now) {
        var check = new CertificateCheck(authorities, chain, now);
        check.dates();
        check.name(name);
        check.path();
        return List.copyOf(check.problems);
    }

    private void add(Kind kind, String text) {
        problems.add(new CertificateProblem(kind, text));
    }

    private void dates() {
        for (var certificate : chain) {
            String whose = certificate == chain.getFirst() ? "the certificate" : "the certificate of "
                    + subject(certificate);
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                add(Kind.EXPIRED, whose + " expired at " + certificate.getNotAfter().toInstant());
            } else if (now.isBefore(certificate.getNotBefore().toInstant())) {
                add(Kind.NOT_YET_VALID, whose + " is valid only from " + certificate.getNotBefore().toInstant());
            }
        }
    }

    private void name(String wanted) {
        var names = names(chain.getFirst());
        if (names.stream().anyMatch(name -> matches(name, wanted))) return;
        add(Kind.WRONG_NAME, "the certificate is for " + (names.isEmpty() ? "no name at all" : String.join(", ", names))
                + ", not for " + wanted);
    }

    private static List<String> names(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) return names;
            for (var name : all) {
                int kind = (Integer) name.get(0);
                if (kind == DNS_NAME || kind == IP_ADDRESS) names.add(name.get(1).toString());
            }
        } catch (CertificateParsingException e) {
            // names that nobody can read are none
        }
        return names;
    }

    private static boolean matches(String name, String wanted) {
        String plain = wanted.endsWith(".") ? wanted.substring(0, wanted.length() - 1) : wanted;
        if (name.equalsIgnoreCase(plain)) return true;
        if (name.startsWith("*.")) {
            int dot = plain.indexOf('.');
            return dot > 0 && plain.substring(dot).equalsIgnoreCase(name.substring(1));
        }
        return isSameAddress(name, plain);
    }

    private static boolean isSameAddress(String name, String wanted) {
        try {
            return InetAddress.ofLiteral(name).equals(InetAddress.ofLiteral(wanted));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void path() {
        var path = new ArrayList<X509Certificate>();
        var certificate = chain.getFirst();
        while (true) {
            if (authorities.believes(certificate)) break;
            path.add(certificate);
            var issuer = certificate.getIssuerX500Principal();
            if (certificate.getSubjectX500Principal().equals(issuer)) {
                if (certificate == chain.getFirst()) add(Kind.SELF_SIGNED,
                        "the certificate is signed by itself, and nobody vouches for it");
                else add(Kind.UNKNOWN_AUTHORITY, "nobody here knows the authority " + name(issuer));
                return;
            }
            if (authorities.certificates().stream().anyMatch(each -> each.getSubjectX500Principal()
                    .equals(issuer))) break;
            var next = chain.stream().filter(each -> !path.contains(each)
                    && each.getSubjectX500Principal().equals(issuer)).findFirst();
            if (next.isEmpty()) {
                add(Kind.INCOMPLETE_CHAIN, "the server did not send the certificate of " + name(issuer)
                        + ", who signed "
                        + (path.size() == 1 ? "its own" : "that of " + subject(certificate))
                        + ", and it is not known here");
                return;
            }
            certificate = next.get();
        }
        if (!path.isEmpty()) signatures(path);
    }

    /** Dates aside, which were looked at. */
    private void signatures(List<X509Certificate> path) {
        try {
            var anchors = new HashSet<TrustAnchor>();
            for (var each : authorities.certificates()) anchors.add(new TrustAnchor(each, null));
            var parameters = new PKIXParameters(Set.copyOf(anchors));
            parameters.setRevocationEnabled(false);
            parameters.setDate(new Date(instantWithin(path).toEpochMilli()));
            var certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
        } catch (CertPathValidatorException | InvalidAlgorithmParameterException e) {
            add(Kind.INVALID, "the chain does not hold: " + e.getMessage());
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks what every Java has", e);
        }
    }

    private Instant instantWithin(List<X509Certificate> path) {
        var instant = now;
        for (var each : path) {
            if (instant.isAfter(each.getNotAfter().toInstant())) instant = each.getNotAfter().toInstant();
        }
        return instant;
    }

    private static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    /** The common name, if there is one. */
    private static String name(X500Principal principal) {
        for (String part : principal.getName().split("(?<!\\\\),")) {
            if (part.toUpperCase(Locale.ROOT).startsWith("CN=")) return "'" + part.substring(3) + "'";
        }
        return "'" + principal.getName() + "'";
    }
}
