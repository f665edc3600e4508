package dev.weir.examples.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Adds what clients send to one balance. A request with a number that was answered already gets the same answer. */
public final class LedgerServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Executor connections;
    private final Map<String, Long> answered = new HashMap<>(); // of all requests with a number; guarded by this
    private long balance; // guarded by this

    /** @param connections runs each connection, from accept to close */
    public LedgerServer(ServerSocket listener, Executor connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /** Accepts until it is closed. */
    public void run() throws IOException {
        while (true) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (SocketException e) {
                if (listener.isClosed()) return;
                throw e;
            }
            connections.execute(() -> serve(socket));
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var requests = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var answers = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
            for (String line; (line = requests.readLine()) != null; ) answers.println(answer(line.split(" ")));
        } catch (IOException e) {
            // the client is gone; it comes back if it needs an answer
        }
    }

    private String answer(String[] words) {
        try {
            if (words.length < 2 || !words[0].equals("ADD")) return "ERROR";
            long amount = Long.parseLong(words[1]);
            return Long.toString(words.length == 2 ? add(amount) : addOnce(amount, words[2]));
        } catch (NumberFormatException e) {
            return "ERROR";
        }
    }

    private synchronized long add(long amount) {
        return balance += amount;
    }

    private synchronized long addOnce(long amount, String number) {
        return answered.computeIfAbsent(number, _ -> add(amount));
    }

    public synchronized long balance() {
        return balance;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
