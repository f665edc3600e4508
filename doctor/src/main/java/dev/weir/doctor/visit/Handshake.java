package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.wire.IpAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A TLS handshake, as far as it went.
 *
 * @param serverName that was asked for; empty: none
 * @param form of the ClientHello
 * @param segmentBytes the largest segment that was agreed to; 0 for the system's
 * @param first bytes that the server sent, at most 256
 * @param version {@code TLSv1.3}; empty unless completed, as is the cipher suite
 * @param protocol that the server chose by ALPN; empty if it chose none
 * @param chain as the server sent it, its own first
 * @param problems of the certificates; none if they hold
 * @param asksForCertificate the server wants one of the client, too
 * @param detail of an alert or another failure; empty otherwise
 */
public record Handshake(
        IpAddress address, int port, Optional<String> serverName, Form form, int segmentBytes, Ending ending,
        byte[] first, String version, String cipherSuite, String protocol, List<X509Certificate> chain,
        List<CertificateProblem> problems, boolean asksForCertificate, String detail, long beganNanos,
                long nanos) implements Result {
    /** How it ended. */
    public enum Ending { COMPLETED, ALERT, NOT_TLS, CLOSED, RESET, SILENT, FAILED }

    /** How the ClientHello was sent. */
    public enum Form {
        USUAL("as usual"), LARGE("a ClientHello larger than a segment, as with post-quantum keys"),
        AFTER_PROXY_HEADER("behind a PROXY header"), SMALL_SEGMENTS("with small segments");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What is wrong with a certificate. */
    public record CertificateProblem(Kind kind, String text) {
        /** By what mends it. */
        public enum Kind { EXPIRED, NOT_YET_VALID, WRONG_NAME, SELF_SIGNED, INCOMPLETE_CHAIN, UNKNOWN_AUTHORITY,
                INVALID }
    }

    public Handshake {
        chain = List.copyOf(chain);
        problems = List.copyOf(problems);
    }

    @Override
    public String step() {
        return "tls";
    }

    /** The server answered in TLS, whatever it said. */
    public boolean isTls() {
        return ending == Ending.COMPLETED || ending == Ending.ALERT || ending == Ending.FAILED && first.length > 0;
    }

    @Override
    public String text() {
        String how = form == Form.USUAL ? "" : form.text() + (segmentBytes > 0 ? " (" + segmentBytes + " bytes)" : "")
                + ": ";
        return how + switch (ending) {
            case COMPLETED -> completed();
            case ALERT -> "the server answers with an alert: " + detail;
            case NOT_TLS -> "the answer is not TLS: " + Bytes.text(first);
            case CLOSED -> "closed without an answer after " + Quantity.time(nanos);
            case RESET -> "reset without an answer after " + Quantity.time(nanos);
            case SILENT -> "no answer in " + Quantity.time(nanos);
            case FAILED -> "failed: " + detail;
        };
    }

    private String completed() {
        String after = Quantity.time(nanos);
        if (form == Form.LARGE) return "answered in " + after;
        return version + ", " + cipherSuite + (protocol.isEmpty() ? "" : ", " + protocol) + certificate()
                + (asksForCertificate ? ", asks for one of the client" : "") + ", in " + after;
    }

    private String certificate() {
        if (chain.isEmpty()) return "";
        var expiry = chain.getFirst().getNotAfter().toInstant().toString().substring(0, 10);
        return ", certificate until " + expiry + (problems.isEmpty() ? "" : ", which does not hold");
    }
}
