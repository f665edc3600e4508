package dev.weir.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What publishes the port of a container: takes a connection, then connects inside; if that fails, it closes. */
final class PublishedPort {
    private PublishedPort() {}

    /** Named and called as Docker's own. */
    static Child start(Path folder, int port, String inner, int innerPort) throws Exception {
        var name = folder.resolve("docker-proxy");
        Files.createSymbolicLink(name, Path.of(System.getProperty("java.home"), "bin",
                "java"));
        var child = Child.start(name.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), PublishedPort.class.getName(), "-host-port",
                        String.valueOf(port),
                "-container-ip", inner, "-container-port", String.valueOf(innerPort));
        child.line("listening");
        Files.delete(name); // it has its name already
        return child;
    }

    public static void main(String[] words) throws IOException {
        try (var listener = new ServerSocket(Integer.parseInt(words[1]), 50)) {
            System.err.println("listening");
            while (true) {
                try (var outer = listener.accept(); var inner = new Socket(InetAddress.ofLiteral(words[3]),
                        Integer.parseInt(words[5]))) {
                    inner.getOutputStream().write(outer.getInputStream().read());
                } catch (IOException e) {
                    // closed, without a byte
                }
            }
        }
    }
}
