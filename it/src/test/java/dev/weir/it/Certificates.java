package dev.weir.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of the test's own, by openssl: a root, an intermediate, and whatever it signs. */
final class Certificates {
    private final Path folder;

    Certificates(Path folder) throws Exception {
        this.folder = folder;
        request("root", "/CN=weir root", List.of("basicConstraints=critical,CA:TRUE"), null, 30);
        request("intermediate", "/CN=weir intermediate", List.of("basicConstraints=critical,CA:TRUE"), "root", 30);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** PEM of the root: what a client is to believe. */
    String root() {
        return file("root.pem").toString();
    }

    /**
     * A server's certificate, signed by the intermediate.
     *
     * @param names {@code DNS:a,IP:10.0.0.1}
     * @param days that it is valid; negative: it has expired
     */
    Certificates server(String file, String names, int days) throws Exception {
        request(file, "/CN=server", List.of("subjectAltName=" + names), "intermediate", days);
        Files.writeString(file(file + "-chain.pem"),
                Files.readString(file(file + ".pem")) + Files.readString(file("intermediate.pem")));
        return this;
    }

    Certificates selfSigned(String file, String names) throws Exception {
        request(file, "/CN=self", List.of("subjectAltName=" + names), null, 30);
        return this;
    }

    private void request(String file, String subject, List<String> extensions, String signer,
            int days) throws Exception {
        Command.run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", file(file + ".key").toString(),
                "-out", file(file + ".csr").toString(), "-subj", subject);
        Files.write(file(file + ".ext"), extensions);
        var words = new ArrayList<>(List.of("openssl", "x509", "-req", "-in", file(file + ".csr").toString(), "-out",
                file(file + ".pem").toString(), "-extfile", file(file + ".ext").toString()));
        if (signer == null) words.addAll(List.of("-signkey", file(file + ".key").toString()));
        else words.addAll(List.of("-CA", file(signer + ".pem").toString(), "-CAkey", file(signer
                + ".key").toString(), "-CAcreateserial"));
        words.addAll(List.of("-days", String.valueOf(days)));
        Command.run(words.toArray(String[]::new));
    }

    /** A TLS server that answers to HTTP, in the network of the caller. */
    Child serve(int port, String certificates, String key, String... more) throws Exception {
        var words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&2", "sh", "openssl", "s_server", "-accept",
                String.valueOf(port),
                "-cert", file(certificates).toString(), "-cert_chain", file(certificates).toString(), "-key", file(key)
                        .toString(), "-www"));
        words.addAll(List.of(more));
        var server = Child.start(words.toArray(String[]::new));
        server.line("ACCEPT");
        return server;
    }
}
