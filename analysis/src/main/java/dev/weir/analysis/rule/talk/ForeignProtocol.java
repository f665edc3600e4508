package dev.weir.analysis.rule.talk;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import java.util.List;

/** The two sides speak different protocols: TLS or not, one version of HTTP or the other, a PROXY header or none. */
public final class ForeignProtocol implements Rule {
    /** What servers say in plain text to who speaks plain text at a port of theirs for TLS: nginx, Apache, Go. */
    private static final List<String> PLAIN_AT_TLS = List.of("plain HTTP request was sent to HTTPS port",
            "speaking plain HTTP to an SSL-enabled", "HTTP request to an HTTPS server");
    private static final int BAD_REQUEST = 400;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (c.handshake().outcome() != Outcome.COMPLETE) return;
        var client = new Speech(c.fromClient().firstBytes());
        var server = new Speech(c.fromServer().firstBytes());
        if (client.isEmpty() || server.isEmpty()) return;
        if (client.isClientHello()) {
            if (!server.isTls()) plaintextServer(c, server, findings);
        } else if (client.isProxyHeader()) {
            if (server.httpStatus() == BAD_REQUEST || server.isTlsAlert() || server.startsWith("-ERR")) {
                proxyHeader(c, server, findings);
            }
        } else if (server.isTlsAlert() || PLAIN_AT_TLS.stream().anyMatch(server::contains)) {
            tlsServer(c, client, server, findings);
        } else if (client.isHttp2Preface() && server.isHttpResponse()) {
            versions(c, "HTTP/2", "HTTP/1 (\"" + server.line() + "\")", findings);
        } else if (client.isHttpRequest() && server.isHttp2Frame()) {
            versions(c, "HTTP/1", "HTTP/2", findings);
        }
    }

    private static void plaintextServer(Conversation c, Speech server, Findings findings) {
        String name = server.plaintextName();
        findings.claim(findings.of(Fault.PLAINTEXT_SERVER)
                .verdict("Port " + c.server().port() + " does not speak TLS"
                        + (name.isEmpty() ? "." : " but " + name + "."))
                .because("the client begins with a TLS ClientHello", c.fromClient().firstDataFrame())
                .because("the server answers \"" + server.line() + "\", which is no TLS record",
                        c.fromServer().firstDataFrame())
                .not(Fault.CERTIFICATE_INVALID, "no certificate was ever sent", c.fromServer().firstDataFrame())
                .cost(c.elapsedNanos())
                .advice("Speak " + (name.isEmpty() ? "plain text" : name) + " at " + c.server()
                        + ", or take its port for TLS; clients call this \"wrong version number\"."));
    }

    private static void tlsServer(Conversation c, Speech client, Speech server, Findings findings) {
        findings.claim(findings.of(Fault.TLS_SERVER)
                .verdict("Port " + c.server().port() + " speaks TLS, and the client does not.")
                .because("the client begins with \"" + client.line() + "\"", c.fromClient().firstDataFrame())
                .because(server.isTlsAlert() ? "the server answers with TLS alert " + server.alert()
                        : "the server says so: \"" + server.line() + "\"", c.fromServer().firstDataFrame())
                .cost(c.elapsedNanos())
                .advice("Use TLS (https, or the protocol's own switch for it) at " + c.server() + "."));
    }

    private static void versions(Conversation c, String client, String server, Findings findings) {
        findings.claim(findings.of(Fault.HTTP_VERSION_MISMATCH)
                .verdict("The client speaks " + client + ", the server " + server + ".")
                .because("the client begins with " + client, c.fromClient().firstDataFrame())
                .because("the server answers in " + server, c.fromServer().firstDataFrame())
                .not(Fault.TLS_SERVER, "both speak in plain text", c.fromServer().firstDataFrame())
                .cost(c.elapsedNanos()));
    }

    private static void proxyHeader(Conversation c, Speech server, Findings findings) {
        findings.claim(findings.of(Fault.PROXY_PROTOCOL_MISMATCH)
                .by(Culprit.MIDDLEBOX)
                .verdict(c.client().address() + " sends a PROXY header, and the server takes it for a request.")
                .because("the first bytes are a PROXY header", c.fromClient().firstDataFrame())
                .because("the server answers \"" + server.line() + "\"", c.fromServer().firstDataFrame())
                .cost(c.elapsedNanos())
                .advice("Switch the PROXY protocol on at " + c.server() + ", or off at " + c.client().address() + "."));
    }
}
