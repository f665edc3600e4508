package dev.weir.lab.swarm;

import dev.weir.lab.swarm.Behaviour.Ending;
import dev.weir.lab.swarm.Conversation.Mix;
import java.time.Duration;

/** Draws what two applications do with a connection; how much, by how many segments that takes. */
final class ConversationDrawing {
    private static final int MOST_SEGMENTS = 600;
    private static final int MOST_BYTES = 1_500_000;

    private final Chances chances;
    private final int mostBytes;

    /**
     * @param segment bytes of a segment, about
     * @param conversations that share the work of this run
     */
    ConversationDrawing(Chances chances, int segment, int conversations) {
        this.chances = chances;
        this.mostBytes = (int) Math.min((long) segment * MOST_SEGMENTS, MOST_BYTES) / conversations;
    }

    Conversation draw(int number, Duration start) {
        var mix = chances.of(Mix.values());
        var client = Behaviour.of(0);
        var server = Behaviour.of(0);
        switch (mix) {
            case BULK -> client = client.withSendBytes(bytes());
            case REQUEST_RESPONSE -> {
                client = client.withSendBytes(few());
                server = server.withSendBytes(bytes()).withAwaitBytes(client.sendBytes());
            }
            case DUPLEX -> {
                client = client.withSendBytes(bytes() / 2);
                server = server.withSendBytes(bytes() / 2);
            }
            case SLOW_READER -> {
                client = client.withSendBytes(bytes());
                int reads = chances.between(5, 150);
                server = server.withReads((int) Math.max(1, client.sendBytes() / reads), chances.millis(1, 300));
            }
            case ON_OFF -> {
                client = client.withSendBytes(bytes());
                int bursts = chances.between(2, 12);
                client = client.withWrites((int) Math.max(1, client.sendBytes() / bursts), chances.millis(1, 3000));
            }
            case TINY_WRITES -> {
                client = client.withSendBytes(few()).withWrites(chances.between(1, 60), chances.millis(0, 20));
                server = server.withSendBytes(few()).withWrites(chances.between(1, 60), Duration.ZERO);
            }
            case NOTHING -> { }
            case HASTY -> client = client.withSendBytes(bytes()).withEnding(Ending.HASTY);
            case ABORT -> {
                client = client.withSendBytes(bytes()).withEnding(Ending.ABORT);
                server = server.withSendBytes(bytes() / 2);
            }
            case UNREAD -> {
                client = client.withSendBytes(bytes());
                server = server.withEnding(Ending.UNREAD);
            }
        }
        return new Conversation(number, mix, start, socket(client), socket(server));
    }

    private Behaviour socket(Behaviour behaviour) {
        if (chances.coin()) return behaviour;
        return behaviour.withSocket(chances.coin(), chances.oneIn(5), chances.oneIn(6),
                chances.oneIn(5) ? chances.magnitude(2048, 200_000) : 0);
    }

    private long bytes() {
        return chances.magnitude(1, Math.max(1, mostBytes));
    }

    private long few() {
        return Math.min(bytes(), chances.between(1, 3000));
    }
}
