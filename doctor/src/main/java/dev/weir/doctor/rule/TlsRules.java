package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.talk.Recognition;
import dev.weir.doctor.visit.Bytes;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.Handshake.CertificateProblem;
import dev.weir.doctor.visit.Handshake.Ending;
import dev.weir.doctor.visit.Handshake.Form;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong where TLS is expected. */
final class TlsRules implements Rule {
    @Override
    public List<Finding> judge(Visit visit) {
        if (!visit.target().protocol().isTls()) return List.of();
        var handshakes = visit.all(Handshake.class);
        if (handshakes.isEmpty()) return List.of();
        var first = handshakes.getFirst();
        return switch (first.ending()) {
            case COMPLETED -> completed(visit, first);
            case NOT_TLS -> visit.target().isSure() ? List.of(plaintext(visit, first, Bytes.text(first.first())))
                    : List.of();
            case ALERT, FAILED -> first.asksForCertificate() ? List.of() : List.of(refused(visit, first));
            case CLOSED, RESET, SILENT -> first.ending() == Ending.RESET && PathRules.foreignReset(visit).isPresent()
                    ? List.of() : unanswered(visit, first).stream().toList();
        };
    }

    private static Finding.Draft draft(Fault fault, Visit visit, Handshake handshake) {
        return Finding.of(fault, visit.target().toString()).because(handshake.text());
    }

    private static List<Finding> completed(Visit visit, Handshake first) {
        var findings = new ArrayList<Finding>();
        if (!first.problems().isEmpty()) findings.add(certificate(visit, first));
        if (visit.target().protocol() == Protocol.HTTP2_TLS && !first.protocol().equals("h2")) {
            findings.add(draft(Fault.HTTP_VERSION_MISMATCH, visit, first)
                    .verdict("the server does not choose h2 by ALPN, so that a client of HTTP/2 or gRPC cannot talk to it")
                    .advice("Switch HTTP/2 on at the server, or at the proxy before it.").claim());
        }
        var large = visit.all(Handshake.class).stream().filter(each -> each.form() == Form.LARGE).toList();
        if (large.size() > 1 && large.stream().noneMatch(Handshake::isTls)) {
            var draft = draft(Fault.SPLIT_CLIENT_HELLO, visit, first)
                    .verdict("a ClientHello that takes two segments gets no answer, one that fits a segment does; clients with "
                            + "post-quantum keys fail here");
            large.forEach(each -> draft.because(each.text()));
            findings.add(draft.not(Fault.PLAINTEXT_SERVER, first.text()).claim());
        }
        return findings;
    }

    private static Finding certificate(Visit visit, Handshake first) {
        var draft = Finding.of(Fault.CERTIFICATE_INVALID, visit.target().toString()).confidence(Confidence.CERTAIN);
        for (CertificateProblem problem : first.problems()) draft.because(problem.text());
        draft.because(first.text());
        var main = first.problems().getFirst();
        int others = first.problems().size() - 1;
        String more = others == 0 ? "" : "; and " + Quantity.count(others, "more problem");
        return draft.verdict(main.text() + more).advice(switch (main.kind()) {
            case EXPIRED -> "Renew the certificate, and look at why that did not happen by itself.";
            case NOT_YET_VALID -> "Check the clocks of both machines, and the certificate's dates.";
            case WRONG_NAME -> "Use a name that it bears, or get a certificate with this one too"
                    + (first.serverName().isEmpty() ? "; no name was asked for here: try --servername NAME." : ".");
            case SELF_SIGNED, UNKNOWN_AUTHORITY -> "Get a certificate from an authority that clients know, or give clients "
                    + "this authority (here: --cafile FILE).";
            case INCOMPLETE_CHAIN -> "Let the server send its intermediate certificates after its own (fullchain.pem); "
                    + "browsers hide it, since they remember them.";
            case INVALID -> "Look at the chain: openssl s_client -showcerts -connect " + visit.target();
        }).claim();
    }

    private static Finding plaintext(Visit visit, Handshake first, String said) {
        var recognised = Recognition.of(first.first(), Protocol.ANY).map(what -> what.protocol().text());
        return draft(Fault.PLAINTEXT_SERVER, visit, first).confidence(Confidence.CERTAIN)
                .verdict("port " + first.port() + " speaks " + recognised.orElse("something else")
                + ", not TLS: it answers "
                        + said + "; libraries call that a wrong version number")
                .advice("Connect without TLS, or to the port where TLS is spoken.").claim();
    }

    private static Finding refused(Visit visit, Handshake first) {
        if (first.serverName().isEmpty()) {
            return draft(Fault.CERTIFICATE_INVALID, visit, first).confidence(Confidence.LIKELY)
                    .verdict("the server refuses a client that names no server (SNI): " + first.detail())
                    .advice("Connect by name, or: --servername NAME").claim();
        }
        return draft(Fault.TLS_HANDSHAKE_FAILED, visit, first)
                .verdict("the server ends the handshake: " + first.detail())
                .not(Fault.PLAINTEXT_SERVER, "it answers in TLS").claim();
    }

    private static Optional<Finding> unanswered(Visit visit, Handshake first) {
        var others = visit.all(Handshake.class).stream().filter(each -> each != first).toList();
        var behindHeader = others.stream()
                .filter(each -> each.form() == Form.AFTER_PROXY_HEADER && each.isTls()).findFirst();
        if (behindHeader.isPresent()) {
            return Optional.of(draft(Fault.PROXY_PROTOCOL_MISMATCH, visit, first).because(behindHeader.get().text())
                    .by(Culprit.SERVER_APPLICATION)
                    .verdict("the server expects the PROXY protocol: it answers to a ClientHello only behind a PROXY header")
                    .advice("Switch the PROXY protocol off at this listener, or on at what connects to it.").claim());
        }
        if (!visit.target().isSure()) return Optional.empty();
        var plain = visit.all(Talk.class).stream().filter(Talk::isAnswered).findFirst();
        if (plain.isPresent()) {
            return Optional.of(draft(Fault.PLAINTEXT_SERVER, visit, first).because(plain.get().text())
                    .verdict("port " + first.port() + " does not speak TLS: it says nothing to a ClientHello, but answers "
                            + "without TLS")
                    .not(Fault.NEVER_ANSWERS, plain.get().text())
                    .advice("Connect without TLS, or to the port where TLS is spoken.").claim());
        }
        return BlackHole.ofHandshakes(visit, first).or(() -> Optional.of(noExplanation(visit, first)));
    }

    private static Finding noExplanation(Visit visit, Handshake first) {
        boolean silent = first.ending() == Ending.SILENT;
        var draft = draft(silent ? Fault.NEVER_ANSWERS : Fault.CLOSED_AT_ONCE, visit, first)
                .confidence(Confidence.LIKELY);
        visit.all(Handshake.class).stream().filter(each -> each != first).forEach(each -> draft.because(each.text()));
        return draft.verdict(silent ? "the server accepts the connection, and never answers a ClientHello"
                : "the server accepts the connection, and closes it instead of answering a ClientHello").claim();
    }
}
