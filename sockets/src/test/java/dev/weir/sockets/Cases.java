package dev.weir.sockets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the topics of the socket suite share. Each case runs in every world and must end the same way in all. */
interface Cases {
    /** long enough to be seen as waiting, short enough for a build */
    int SHORT_MILLIS = 60;

    /** A new one for each case. */
    World world();

    static void fails(ThrowingCallable call, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(message);
    }

    static byte[] bytes(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Writes until it fails, which it does as soon as the peer's reset has arrived. */
    static IOException writeUntilItFails(OutputStream out) {
        try {
            while (true) {
                out.write(1);
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            return e;
        }
    }

    /** Reads and discards until it fails or ends; null at the end of the stream. */
    static IOException readUntilItFails(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Writes blocks for ever. */
    static Task<Void> fill(Socket socket, boolean virtual) throws IOException {
        var out = socket.getOutputStream();
        var blocks = new AtomicLong();
        Callable<Void> pump = () -> {
            for (var block = new byte[1 << 16]; ; blocks.incrementAndGet()) {
                out.write(block);
            }
        };
        return (virtual ? Task.virtual(pump) : Task.platform(pump)).progressing(blocks::get);
    }

    /** A server whose queue of connections is full, so that the next one to connect waits. */
    record FullServer(ServerSocket server, List<Socket> waiting) implements AutoCloseable {
        static FullServer of(World world) throws IOException {
            var server = world.listen(1);
            var waiting = new ArrayList<Socket>();
            while (true) {
                var socket = world.clients().createSocket();
                try {
                    socket.connect(world.addressOf(server), SHORT_MILLIS);
                    waiting.add(socket);
                } catch (SocketTimeoutException e) {
                    return new FullServer(server, waiting);
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (var socket : waiting) {
                socket.close();
            }
            server.close();
        }
    }
}
