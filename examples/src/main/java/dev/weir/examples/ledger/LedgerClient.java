package dev.weir.examples.ledger;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Adds to the balance of a {@link LedgerServer}, however bad the network is: when connecting, sending or the answer
 * takes too long or fails, it connects again and repeats the request, at growing distances. One thread.
 */
public final class LedgerClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 500;
    private static final int ATTEMPTS = 12;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** How the client sleeps: {@code Thread::sleep}, or a simulated clock's. */
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final SocketFactory sockets;
    private final InetSocketAddress server;
    private final Pause pause;
    private final String name;
    private long requests;
    private Socket socket; // null while there is none
    private BufferedReader answers;

    private LedgerClient(SocketFactory sockets, InetSocketAddress server, Pause pause, String name) {
        this.sockets = sockets;
        this.server = server;
        this.pause = pause;
        this.name = name;
    }

    /** The first version: what it repeats may be added twice, because an answer that is late or lost is no refusal. */
    public static LedgerClient naive(SocketFactory sockets, InetSocketAddress server, Pause pause) {
        return new LedgerClient(sockets, server, pause, "");
    }

    /**
     * The mended version: a request keeps its number when it is repeated.
     *
     * @param name no other client has it
     */
    public static LedgerClient numbering(SocketFactory sockets, InetSocketAddress server, Pause pause, String name) {
        return new LedgerClient(sockets, server, pause, name);
    }

    /**
     * Adds {@code amount} and returns the new balance.
     *
     * @throws IOException if the last of many attempts failed; whether it was added is not known then
     */
    public long add(long amount) throws IOException, InterruptedException {
        String request = "ADD " + amount + (name.isEmpty() ? "" : " " + name + ":" + ++requests) + "\n";
        Duration distance = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return Long.parseLong(ask(request));
            } catch (IOException e) {
                close(); // a late answer to this attempt must not be taken for the next one's
                if (attempt == ATTEMPTS) throw e;
            }
            pause.sleep(distance);
            distance = distance.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? distance.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private String ask(String request) throws IOException {
        if (socket == null) connect();
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        String answer = answers.readLine();
        if (answer == null) throw new EOFException("the server closed the connection");
        return answer;
    }

    private void connect() throws IOException {
        socket = sockets.createSocket();
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        if (socket != null) socket.close();
        socket = null;
    }
}
