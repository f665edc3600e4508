package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.script.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Descriptors and what is behind them. A descriptor gets the number that the script expects, where that is free. */
final class FileTable {
    private static final int FIRST = 3;

    private final Map<Integer, OpenFile> files = new LinkedHashMap<>();

    int add(Value expected, OpenFile file) {
        int fd = expected instanceof Value.Number(long value) && value >= 0 ? (int) value : FIRST;
        while (files.containsKey(fd)) fd++;
        files.put(fd, file);
        return fd;
    }

    /** Null if there is none. */
    OpenFile find(int fd) {
        return files.get(fd);
    }

    void remove(int fd) {
        files.remove(fd);
    }

    /** The last descriptor of a file is closed: no epoll watches it any longer. */
    void forget(OpenFile file) {
        for (OpenFile other : files.values()) {
            if (other instanceof Epoll epoll) epoll.forget(file);
        }
    }

    /** Each once, the oldest first. */
    List<OpenFile> all() {
        return files.values().stream().distinct().toList();
    }

    void clear() {
        files.clear();
    }
}
