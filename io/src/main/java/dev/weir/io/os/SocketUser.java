package dev.weir.io.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Who listens on a port of the operating system; empty if nobody does, or nobody can tell. */
    public static Optional<SocketUser> ofPort(int port) {
        try {
            return SocketDiag.listeners(port).stream().findFirst().map(SocketUser::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, Path socket) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isLinkTo(file, socket)) return true;
            }
        } catch (IOException e) {
            // another user's, or it has just ended
        }
        return false;
    }

    private static boolean isLinkTo(Path file, Path target) {
        try {
            return Files.readSymbolicLink(file).equals(target);
        } catch (IOException e) {
            return false; // closed meanwhile
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
