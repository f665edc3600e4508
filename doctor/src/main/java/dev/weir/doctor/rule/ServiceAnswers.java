package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Talk.Recognised;
import dev.weir.doctor.visit.Visit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Servers that answer in their own protocol, with a failure. What asks who we are is well. */
final class ServiceAnswers {
    private static final String POSTGRESQL_TOO_MANY = "53300";
    private static final String MYSQL_TOO_MANY = "1040";
    private static final Set<String> MYSQL_REFUSES = Set.of("1129", "1130", "1203", "1226");
    private static final Set<String> REDIS_REFUSES = Set.of("LOADING", "DENIED", "MASTERDOWN", "CLUSTERDOWN",
            "MISCONF", "OOM");
    private static final List<Long> USUAL_TIMEOUTS = List.of(5L, 10L, 15L, 20L, 30L, 60L, 90L, 100L, 120L, 300L);
    private static final Pattern MADE_BY = Pattern.compile(
            "(?im)^(server|via|x-served-by|x-envoy-upstream-service-time|x-cache):[ \\t]*(.*?)\\r?$");

    private ServiceAnswers() {}

    static Optional<Finding> judge(Visit visit, Talk talk, Recognised what) {
        return switch (what.protocol()) {
            case HTTP -> http(visit, talk, what);
            case POSTGRESQL -> what.code().equals(POSTGRESQL_TOO_MANY) ? Optional.of(full(visit, talk, what))
                    : what.code().startsWith("57P") ? Optional.of(refuses(visit, talk, what)) : Optional.empty();
            case MYSQL -> what.code().equals(MYSQL_TOO_MANY) ? Optional.of(full(visit, talk, what))
                    : MYSQL_REFUSES.contains(what.code()) ? Optional.of(refuses(visit, talk, what)) : Optional.empty();
            case REDIS -> what.text().contains("max number of clients") ? Optional.of(full(visit, talk, what))
                    : REDIS_REFUSES.contains(what.code()) ? Optional.of(refuses(visit, talk, what)) : Optional.empty();
            case SMTP, FTP -> what.code().startsWith("2") ? Optional.empty() : Optional.of(refuses(visit, talk, what));
            case POP3, IMAP -> what.code().isEmpty() ? Optional.empty() : Optional.of(refuses(visit, talk, what));
            case SSH, HTTP2, HTTPS, HTTP2_TLS, TLS, SMTPS, POP3S, IMAPS, REDISS, ANY -> Optional.empty();
        };
    }

    private static Finding full(Visit visit, Talk talk, Recognised what) {
        return Finding.of(Fault.DATABASE_POOL_TIMEOUT, visit.target().toString()).confidence(Confidence.CERTAIN)
                .because(talk.text())
                .verdict("the " + what.protocol().text() + " server is at its limit of connections, and says so: "
                + what.text())
                .not(Fault.NEVER_ANSWERS, "it answered after " + Quantity.time(talk.firstByteNanos()))
                .advice("Look who holds its connections, make pools smaller, put a pooler before it, or raise its limit.").claim();
    }

    private static Finding refuses(Visit visit, Talk talk, Recognised what) {
        return Finding.of(Fault.SERVICE_REFUSES, visit.target().toString()).confidence(Confidence.CERTAIN)
                .because(talk.text())
                .verdict("the " + what.protocol().text() + " server refuses: " + what.text())
                .advice("The network is well: look into the server's log and at its limits.").claim();
    }

    private static Optional<Finding> http(Visit visit, Talk talk, Recognised what) {
        return switch (what.code()) {
            case "408", "502", "503", "504" -> Optional.of(gateway(visit, talk, what));
            default -> what.code().startsWith("5") ? Optional.of(failure(visit, talk, what)) : Optional.empty();
        };
    }

    private static Finding failure(Visit visit, Talk talk, Recognised what) {
        return Finding.of(Fault.HTTP_SERVER_ERROR, visit.target().toString()).confidence(Confidence.CERTAIN)
                .because(talk.text()).verdict("the server answers " + what.text()).claim();
    }

    private static Finding gateway(Visit visit, Talk talk, Recognised what) {
        var draft = Finding.of(Fault.HTTP_GATEWAY_ERROR, visit.target().toString()).because(talk.text());
        String head = new String(talk.heard(), StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0];
        MADE_BY.matcher(head).results().forEach(line -> draft.because("who made the answer: " + line.group().strip()));
        roundTimeout(talk.firstByteNanos()).ifPresent(seconds -> draft.because(
                "it took " + Quantity.time(talk.firstByteNanos()) + ": somebody's time-out of " + seconds + " s"));
        return draft.by(what.code().equals("408") ? Culprit.CLIENT_APPLICATION : Culprit.SERVER_APPLICATION)
                .verdict("a server on the way answers " + what.text() + ", after "
                + Quantity.time(talk.firstByteNanos()))
                .advice(switch (what.code()) {
                    case "408" -> "The server waited for a request that did not come in time: see what delays the client's bytes.";
                    case "502" -> "The server behind closed the connection, or spoke another protocol: look at that one.";
                    case "503" -> "No server behind is ready: look at its health checks and its limits.";
                    default -> "The server behind stayed silent: look at that one, and at the time-out before it.";
                }).claim();
    }

    private static Optional<Long> roundTimeout(long nanos) {
        return USUAL_TIMEOUTS.stream().filter(seconds -> {
            long more = nanos - TimeUnit.SECONDS.toNanos(seconds);
            return more >= 0 && more < TimeUnit.MILLISECONDS.toNanos(500);
        }).findFirst();
    }
}
