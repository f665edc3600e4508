package dev.weir.cli.serve;

import dev.weir.cli.tls.Identity;
import dev.weir.cli.tls.ServerTls;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** TLS on the server's side. */
final class ServerTlsOptions {
    @Option(names = "--tls", description = "Speak TLS; without --cert by a certificate made for this run.")
    private boolean tls;

    @Option(names = "--cert", paramLabel = "FILE", description = "The server's certificate and those that vouch for it, PEM.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's private key, PEM.")
    private Path key;

    /** @throws TypeConversionException if the options contradict each other */
    void check() {
        if (!tls && (certificate != null || key != null)) throw new TypeConversionException("--cert and --key belong to --tls");
        if ((certificate == null) != (key == null)) {
            throw new TypeConversionException("--cert and --key belong together: " + (key == null ? "--key" : "--cert")
                    + " is missing");
        }
    }

    boolean isOn() {
        return tls;
    }

    /** @param addresses that clients will use */
    Optional<ServerTls> open(List<InetAddress> addresses) {
        if (!tls) return Optional.empty();
        var identity = certificate == null ? Identity.selfSigned(addresses, ZonedDateTime.now())
                : Identity.read(certificate, key);
        return Optional.of(new ServerTls(identity));
    }
}
