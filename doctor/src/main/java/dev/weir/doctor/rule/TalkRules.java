package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.PortMapping;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Talk.Ending;
import dev.weir.doctor.visit.Talk.Form;
import dev.weir.doctor.visit.Talk.Recognised;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe.End;
import java.util.List;
import java.util.Optional;

/** What is wrong with the first exchange. */
final class TalkRules implements Rule {
    @Override
    public List<Finding> judge(Visit visit) {
        var talks = visit.all(Talk.class);
        boolean tlsFailed = visit.target().protocol().isTls() && visit.first(Handshake.class)
                .filter(handshake -> handshake.ending() == Handshake.Ending.COMPLETED).isEmpty();
        if (talks.isEmpty() || tlsFailed) return List.of();
        var first = talks.getFirst();
        if (first.ending() == Ending.RESET && PathRules.foreignReset(visit).isPresent()) return List.of();
        return judge(visit, first).stream().toList();
    }

    private static Optional<Finding> judge(Visit visit, Talk first) {
        if (first.isAnswered()) {
            if (!first.isWhole()) return BlackHole.ofTalks(visit, first);
            return first.recognised().flatMap(what -> answered(visit, first, what));
        }
        if (first.ending() == Ending.SILENT) {
            if (first.asked() == Protocol.ANY) return Optional.empty();
            return visit.target().isSure() ? Optional.of(silent(visit, first)) : insteadOf(visit, first);
        }
        boolean wantsCertificate = visit.first(Handshake.class).filter(Handshake::asksForCertificate).isPresent();
        if (wantsCertificate) return Optional.empty();
        boolean disliked = first.afterRequest() && !visit.target().isSure(); // our guess, perhaps
        return disliked ? insteadOf(visit, first) : Optional.of(closed(visit, first));
    }

    private static Finding.Draft draft(Fault fault, Visit visit, Talk talk) {
        return Finding.of(fault, visit.target().toString()).because(talk.text());
    }

    private static Optional<Finding> answered(Visit visit, Talk talk, Recognised what) {
        boolean guess = talk.asked() != what.protocol() && !visit.target().isSure();
        if (guess && talk.asked() != Protocol.ANY) return Optional.empty();
        if (what.protocol() == Protocol.TLS || what.code().equals("400") && visit.target().isSure()
                && speaksTls(visit)) {
            return Optional.of(tlsServer(visit, talk));
        }
        boolean other = talk.asked() != Protocol.ANY && what.protocol() != talk.asked();
        if (other) return Optional.of(otherProtocol(visit, talk, what));
        return ServiceAnswers.judge(visit, talk, what);
    }

    private static boolean speaksTls(Visit visit) {
        return !visit.target().protocol().isTls() && visit.all(Handshake.class).stream().anyMatch(Handshake::isTls);
    }

    private static Finding tlsServer(Visit visit, Talk talk) {
        var draft = draft(Fault.TLS_SERVER, visit, talk).confidence(Confidence.CERTAIN);
        visit.all(Handshake.class).stream().filter(Handshake::isTls).findFirst()
                .ifPresent(shake -> draft.because(shake.text()));
        String instead = talk.asked() == Protocol.HTTP ? "Use https://" + visit.target() + visit.target().path()
                : "Use TLS here.";
        return draft.verdict("port " + talk.port() + " speaks TLS, and " + talk.asked().text()
                + " was tried without it")
                .not(Fault.CLOSED_AT_ONCE, "it answers in TLS").advice(instead).claim();
    }

    private static Finding otherProtocol(Visit visit, Talk talk, Recognised what) {
        boolean http = (talk.asked() == Protocol.HTTP || talk.asked() == Protocol.HTTP2)
                && (what.protocol() == Protocol.HTTP || what.protocol() == Protocol.HTTP2);
        String server = http && what.protocol() == Protocol.HTTP ? "HTTP/1.1" : what.protocol().text();
        String client = talk.asked() == Protocol.HTTP ? "HTTP/1.1" : talk.asked().text();
        return draft(http ? Fault.HTTP_VERSION_MISMATCH : Fault.WRONG_PROTOCOL, visit, talk)
                .confidence(Confidence.CERTAIN)
                .verdict("the client speaks " + client + ", the server " + server + ": " + what.text()).claim();
    }

    private static Finding silent(Visit visit, Talk first) {
        var works = insteadOf(visit, first);
        if (works.isPresent()) return works.get();
        var hole = BlackHole.ofTalks(visit, first);
        if (hole.isPresent()) return hole.get();
        var draft = draft(Fault.NEVER_ANSWERS, visit, first).cost(first.nanos());
        boolean acknowledged = first.sentBytes() > 0 && first.acknowledgedBytes() >= first.sentBytes();
        if (acknowledged) {
            draft.because("its TCP acknowledged all " + first.sentBytes() + " bytes of the request");
            visit.all(Talk.class).stream().filter(talk -> talk.form() == Form.SMALL_SEGMENTS).findFirst()
                    .ifPresent(small -> draft.not(Fault.MTU_BLACK_HOLE, small.text()));
        }
        return draft.confidence(acknowledged ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("the server accepts the connection" + (acknowledged ? " and takes the request" : "")
                        + ", and says nothing in " + Quantity.time(first.nanos())).claim();
    }

    private static Finding closed(Visit visit, Talk first) {
        var works = insteadOf(visit, first);
        if (works.isPresent()) return works.get();
        var mapping = visit.first(PortMapping.class).filter(found -> found.end() == End.REFUSED);
        if (mapping.isPresent()) return mapped(visit, first, mapping.get());
        String how = first.ending() == Ending.RESET ? "resets" : "closes";
        var draft = draft(Fault.CLOSED_AT_ONCE, visit, first);
        visit.first(Handshake.class).filter(shake -> !visit.target().protocol().isTls())
                .ifPresent(shake -> draft.not(Fault.TLS_SERVER, shake.text()));
        String when = first.afterRequest() ? "instead of answering" : "at once, without a byte";
        return draft.verdict("the server accepts the connection and " + how + " it " + when)
                .not(Fault.PORT_CLOSED, "the connection was established")
                .advice("Look at the server's log, allow-lists and connection limits; behind a port mapping (a container), whether "
                        + "the program inside listens at all addresses and at that port.").claim();
    }

    private static Finding mapped(Visit visit, Talk first, PortMapping mapping) {
        var fault = mapping.isBoundToLoopback() ? Fault.BOUND_TO_LOOPBACK : Fault.MAPPED_TO_CLOSED_PORT;
        var draft = draft(fault, visit, first)
                .because(mapping.text()).not(Fault.CLOSED_AT_ONCE, "the proxy closed it since nobody answered inside");
        if (mapping.isBoundToLoopback()) {
            return draft.verdict("the program in the container listens at its 127.0.0.1 only, and " + mapping.arrow()
                    + " cannot reach that").claim();
        }
        return draft.verdict(mapping.arrow() + " leads to where nothing listens")
                .advice("Publish to the port where the program inside listens, or let it listen at 0.0.0.0.").claim();
    }

    /** A change that made it work. */
    private static Optional<Finding> insteadOf(Visit visit, Talk first) {
        if (speaksTls(visit) && visit.target().isSure()) return Optional.of(tlsServer(visit, first));
        var header = visit.all(Talk.class).stream()
                .filter(talk -> talk.form() == Form.AFTER_PROXY_HEADER && talk.isAsAsked()).findFirst();
        return header.map(talk -> draft(Fault.PROXY_PROTOCOL_MISMATCH, visit, first).because(talk.text())
                .by(Culprit.SERVER_APPLICATION)
                .verdict("the server expects the PROXY protocol: it answers only behind a PROXY header")
                .not(Fault.CLOSED_AT_ONCE, "behind a PROXY header it answers")
                .advice("Switch the PROXY protocol off at this listener, or on at what connects to it.").claim());
    }
}
