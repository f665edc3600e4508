package dev.weir.cli.connect;

import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.tls.ClientTls;
import dev.weir.cli.tls.ClientTls.Trust;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** TLS on the client's side. */
final class ClientTlsOptions {
    @Option(names = "--tls", description = "Speak TLS; the server's certificate must be valid for HOST.")
    private boolean tls;

    @Option(names = "--cafile", paramLabel = "FILE", description = "Believe the certificates in this PEM file, no others.")
    private Path authorities;

    @Option(names = "--fingerprint", paramLabel = "SHA256",
            description = "Believe the one certificate that has this fingerprint.")
    private String fingerprint;

    @Option(names = "--insecure", description = "Believe any certificate.")
    private boolean insecure;

    @Option(names = "--servername", paramLabel = "NAME", description = "The name to ask for and to check, instead of HOST.")
    private String serverName;

    /** @throws TypeConversionException if the options contradict each other */
    void check() {
        int given = (authorities == null ? 0 : 1) + (fingerprint == null ? 0 : 1) + (insecure ? 1 : 0);
        if (given > 1) throw new TypeConversionException("only one of --cafile, --fingerprint and --insecure makes sense");
        if (!tls && (given > 0 || serverName != null)) {
            throw new TypeConversionException("--cafile, --fingerprint, --insecure and --servername belong to --tls");
        }
        if (fingerprint != null && !digits().matches("[0-9a-f]{64}")) {
            throw new TypeConversionException("'" + fingerprint
                    + "' is not a SHA-256 fingerprint: 64 hexadecimal digits, colons allowed");
        }
    }

    boolean isOn() {
        return tls;
    }

    private String digits() {
        return fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
    }

    private Trust trust() {
        if (authorities != null) return new Trust.Authorities(authorities);
        if (fingerprint != null) return new Trust.Pinned(digits());
        return insecure ? new Trust.Everybody() : new Trust.Defaults();
    }

    /** @param patience zero to wait for ever */
    SSLSocket secure(Socket transport, String host, int port, Duration patience) {
        var client = new ClientTls(trust());
        String name = serverName == null ? host : serverName;
        try {
            return client.secure(transport, name, port, patience);
        } catch (IOException e) {
            throw explain(e, client, name);
        }
    }

    private CommandFailed explain(IOException e, ClientTls client, String name) {
        String message = String.valueOf(e.getMessage());
        var shown = client.fingerprint();
        if (e instanceof SocketTimeoutException) {
            return new CommandFailed("the TLS handshake was not answered", e, "perhaps the server does not speak TLS: leave out --tls");
        }
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return new CommandFailed("the server does not speak TLS", e, "leave out --tls, or see which port does");
        }
        if (shown.isPresent() && fingerprint != null && !shown.get().equals(digits())) {
            return new CommandFailed("the server has another certificate than the one demanded", e,
                    "its SHA-256 fingerprint: " + shown.get(), "find out why before you believe it");
        }
        if (shown.isPresent() && e instanceof SSLException && !insecure && fingerprint == null) {
            boolean misnamed = message.contains("subject alternative") || message.contains("No name matching");
            var next = new ArrayList<String>();
            if (misnamed) next.add("ask for the name it has: --servername NAME");
            next.add("if it is the one you expect: --fingerprint " + shown.get());
            if (!misnamed) next.add("if you know who signed it: --cafile FILE");
            next.add("for a test, believe anybody: --insecure");
            return new CommandFailed(misnamed ? "the server's certificate is not for " + name + ": " + cause(e)
                    : "nobody this Java trusts vouches for the server's certificate: " + cause(e), e, next);
        }
        return new CommandFailed("the TLS handshake failed: " + message, e);
    }

    private static String cause(Throwable e) {
        while (e.getCause() != null) e = e.getCause();
        return e.getMessage();
    }
}
