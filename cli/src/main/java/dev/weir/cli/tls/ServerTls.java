package dev.weir.cli.tls;

import dev.weir.cli.console.CommandFailed;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server's side of TLS. Any thread. */
public final class ServerTls {
    private static final char[] IN_MEMORY = new char[0];

    private final SSLContext context;
    private final Identity identity;

    public ServerTls(Identity identity) {
        this.identity = identity;
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", identity.key(), IN_MEMORY, identity.chain().toArray(X509Certificate[]::new));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, IN_MEMORY);
            context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandFailed("key and certificate do not fit: " + e.getMessage(), e);
        }
    }

    public Identity identity() {
        return identity;
    }

    /**
     * Shakes hands with a client over an accepted connection.
     *
     * @param patience zero to wait for ever
     */
    public SSLSocket secure(Socket transport, Duration patience) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(transport, null, true);
        transport.setSoTimeout((int) patience.toMillis());
        socket.startHandshake();
        transport.setSoTimeout(0);
        return socket;
    }
}
