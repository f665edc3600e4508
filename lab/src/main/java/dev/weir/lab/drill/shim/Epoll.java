package dev.weir.lab.drill.shim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An epoll instance: what it watches, level or edge triggered. */
final class Epoll extends OpenFile {
    /** @param data what epoll_wait gives back for it */
    record Ready(int events, long data) {}

    private static final int ALWAYS = Constants.POLLERR | Constants.POLLHUP;

    private static final class Watch {
        int events;
        long data;
        boolean disabled; // EPOLLONESHOT has spoken
        long toldActivity = Long.MIN_VALUE;
        int toldEvents;
    }

    private final Map<OpenFile, Watch> watched = new LinkedHashMap<>();

    boolean watches(OpenFile file) {
        return watched.containsKey(file);
    }

    /** Begins to watch, or changes for what. */
    void watch(OpenFile file, int events, long data) {
        var watch = new Watch();
        watch.events = events;
        watch.data = data;
        watched.put(file, watch);
    }

    void forget(OpenFile file) {
        watched.remove(file);
    }

    /** What is ready, at most so many; edges and one shots are used up by this. */
    List<Ready> take(int most) {
        var ready = new ArrayList<Ready>();
        for (Map.Entry<OpenFile, Watch> entry : watched.entrySet()) {
            if (ready.size() == most) break;
            Watch watch = entry.getValue();
            int events = events(entry.getKey(), watch);
            if (events == 0) continue;
            watch.toldActivity = entry.getKey().activity();
            watch.toldEvents = events;
            if ((watch.events & Constants.EPOLLONESHOT) != 0) watch.disabled = true;
            ready.add(new Ready(events, watch.data));
        }
        return ready;
    }

    private static int events(OpenFile file, Watch watch) {
        if (watch.disabled) return 0;
        int events = file.readiness() & (watch.events | ALWAYS);
        boolean edge = (watch.events & Constants.EPOLLET) != 0;
        boolean news = watch.toldActivity != file.activity() || (events & ~watch.toldEvents) != 0;
        return edge && !news ? 0 : events;
    }

    @Override
    int readiness() {
        return watched.entrySet().stream().anyMatch(entry -> events(entry.getKey(), entry.getValue()) != 0)
                ? Constants.POLLIN : 0;
    }

    @Override
    long activity() {
        return watched.keySet().stream().mapToLong(OpenFile::activity).sum();
    }
}
