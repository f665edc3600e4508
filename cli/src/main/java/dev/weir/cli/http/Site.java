package dev.weir.cli.http;

import dev.weir.cli.http.Request.BadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files below one folder, by the paths of requests. Nothing outside of it can be named, not by {@code ..} and not
 * through a symbolic link; files whose name begins with a dot do not exist here.
 */
final class Site {
    private final Path root;

    /** @param root an existing folder */
    Site(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /** What a request's target names; empty if there is nothing. */
    Optional<Path> find(String target) throws BadRequest {
        var path = root;
        for (String segment : path(target).split("/")) {
            if (segment.isEmpty()) continue;
            if (segment.startsWith(".")) return Optional.empty();
            try {
                path = path.resolve(segment);
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }
        return inside(path);
    }

    /** The file itself, if it is there and is one of this site's. */
    private Optional<Path> inside(Path path) {
        try {
            var real = path.toRealPath();
            return real.startsWith(root) && !isHidden(real) ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // nothing there
        }
    }

    /** The page that stands for a folder. */
    Optional<Path> index(Path folder) {
        return inside(folder.resolve("index.html")).filter(Files::isRegularFile);
    }

    /** A symbolic link may lead to what cannot be named. */
    private boolean isHidden(Path real) {
        for (var name : root.relativize(real)) {
            if (name.toString().startsWith(".")) return true;
        }
        return false;
    }

    /** Whether a file of this site is to be listed. */
    boolean shows(Path file) {
        return !file.getFileName().toString().startsWith(".") && inside(file).filter(Files::isReadable).isPresent();
    }

    /**
     * The path of a target in origin form ({@code /a%20b?c}) or absolute form, decoded.
     *
     * @throws BadRequest if it is neither, or not UTF-8
     */
    static String path(String target) throws BadRequest {
        String path = target.replaceFirst("^https?://[^/?#]*", "").replaceFirst("[?#].*", "");
        if (path.isEmpty()) path = "/";
        if (!path.startsWith("/")) throw new BadRequest(Status.BAD_REQUEST, "not a path: " + target);
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (i + 2 >= path.length() || !path.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
                throw new BadRequest(Status.BAD_REQUEST, "a % without two digits");
            }
            bytes.write(Integer.parseInt(path.substring(i + 1, i + 3), 16));
            i += 2;
        }
        try {
            String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
            if (decoded.indexOf('\0') >= 0) throw new BadRequest(Status.BAD_REQUEST, "a zero byte");
            return decoded;
        } catch (CharacterCodingException e) {
            throw new BadRequest(Status.BAD_REQUEST, "not UTF-8");
        }
    }
}
