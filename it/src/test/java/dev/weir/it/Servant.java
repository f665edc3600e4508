package dev.weir.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server of a few lines, in the network namespace of the thread that starts it. */
final class Servant implements AutoCloseable {
    private final ServerSocket listener;
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();

    /** What it does with each connection, which is closed afterwards. */
    @FunctionalInterface
    interface Manner {
        void serve(Socket socket) throws Exception;
    }

    private Servant(ServerSocket listener, Manner manner) {
        this.listener = listener;
        Thread.ofPlatform().daemon().start(() -> {
            while (!listener.isClosed()) {
                try {
                    var socket = listener.accept();
                    open.add(socket);
                    Thread.ofPlatform().daemon().start(() -> serve(socket, manner));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
    }

    private static void serve(Socket socket, Manner manner) {
        try (socket) {
            manner.serve(socket);
        } catch (Exception e) {
            // the client went away, which is its right
        }
    }

    /** At all addresses of this port. */
    static Servant on(int port, Manner manner) throws IOException {
        return new Servant(new ServerSocket(port, 50), manner);
    }

    static Servant on(InetAddress address, int port, Manner manner) throws IOException {
        return new Servant(new ServerSocket(port, 50, address), manner);
    }

    /** Says this, and waits for the client to close. */
    static Manner saying(String text) {
        return saying(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Manner saying(byte[] bytes) {
        return socket -> {
            socket.getOutputStream().write(bytes);
            socket.getInputStream().transferTo(new ByteArrayOutputStream());
        };
    }

    /** Answers to anything with this, and closes. */
    static Manner answering(String text) {
        return answering(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Manner answering(byte[] bytes) {
        return socket -> {
            if (socket.getInputStream().read(new byte[8192]) < 0) return;
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(new ByteArrayOutputStream());
        };
    }

    /** HTTP with this status, and a body of so many bytes. */
    static Manner http(String status, int bodyBytes) {
        return answering("HTTP/1.1 " + status + "\r\nServer: edge-1\r\nContent-Length: " + bodyBytes + "\r\n\r\n"
                + "x".repeat(bodyBytes));
    }

    /** Takes everything and says nothing. */
    static Manner silent() {
        return socket -> socket.getInputStream().transferTo(new ByteArrayOutputStream());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) socket.close();
    }
}
