package dev.weir.io.os;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who holds a socket.
 *
 * @param pid empty if we may not look into the process: it belongs to another user
 * @param command name of the program; empty without a pid
 * @param userId of the socket's owner
 */
public record SocketUser(OptionalLong pid, String command, int userId) {
    private static final Path PROCESSES = Path.of("/proc");

    /** Of the first process that has this socket open. Looks through {@code /proc}: milliseconds. */
    public static SocketUser of(TcpSocket socket) {
        var wanted = Path.of("socket:[" + socket.inode() + "]");
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!holds(process, wanted)) continue;
                long pid = Long.parseLong(process.getFileName().toString());
                return new SocketUser(OptionalLong.of(pid), command(process), socket.userId());
            }
        } catch (IOException e) {
            // no /proc: nobody can tell
        }
        return new SocketUser(OptionalLong.empty(), "", socket.userId());
    }

    /**
     * Of each of these sockets, by its inode, in one walk through {@code /proc}; those missing belong to processes that we
     * may not look into, or to none.
     */
    public static Map<Long, SocketUser> of(Collection<TcpSocket> sockets) {
        var wanted = new HashMap<Path, TcpSocket>();
        for (var socket : sockets) wanted.put(Path.of("socket:[" + socket.inode() + "]"), socket);
        var users = new HashMap<Long, SocketUser>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                for (Path file : files(process)) {
                    var socket = wanted.get(target(file));
                    if (socket == null) continue;
                    long pid = Long.parseLong(process.getFileName().toString());
                    users.computeIfAbsent(socket.inode(),
                            _ -> new SocketUser(OptionalLong.of(pid), command(process), socket.userId()));
                }
            }
        } catch (IOException e) {
            // no /proc: nobody can tell
        }
        return users;
    }

    /** Who listens on a port of the operating system; empty if nobody does, or nobody can tell. */
    public static Optional<SocketUser> ofPort(int port) {
        try {
            return SocketDiag.listeners(port).stream().findFirst().map(SocketUser::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, Path socket) {
        return files(process).stream().anyMatch(file -> socket.equals(target(file)));
    }

    /** What a process has open; nothing if it is another user's, or has just ended. */
    private static List<Path> files(Path process) {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            files.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        return found;
    }

    /** What the open file is; null once it was closed. */
    private static Path target(Path file) {
        try {
            return Files.readSymbolicLink(file);
        } catch (IOException e) {
            return null;
        }
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** {@code java (pid 4711)}, or {@code a process of user 113}. */
    @Override
    public String toString() {
        return pid.isPresent() ? command + " (pid " + pid.getAsLong() + ")" : "a process of user " + userId;
    }
}
