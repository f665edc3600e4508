package dev.weir.lab.drill.shim;

import dev.weir.core.time.Deadline;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** poll and epoll. */
final class Polling {
    private static final int ALWAYS = Constants.POLLERR | Constants.POLLHUP | Constants.POLLNVAL;

    private final Host host;
    private final FileTable files;
    private final Constants constants;

    Polling(Host host, FileTable files, Constants constants) {
        this.host = host;
        this.files = files;
        this.constants = constants;
    }

    /** @param millis negative: for ever */
    private long end(long millis) {
        return millis < 0 ? Deadline.NEVER : Deadline.after(host.now(), millis * 1_000_000L);
    }

    /** {@code poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 1000) = 1}. */
    Operation poll(Call call) {
        if (!(call.argument(0) instanceof Value.Items(List<Value> entries))) {
            throw new IllegalArgumentException("poll needs [{fd=...}]");
        }
        long end = end(constants.number(call.argument(2)));
        return now -> {
            var surprises = new ArrayList<String>();
            int ready = 0;
            for (Value entry : entries) {
                int events = events(entry);
                if (events != 0) ready++;
                Value expected = field(entry, "revents");
                if (!(expected instanceof Value.Any) && constants.number(expected) != events) {
                    surprises.add("fd " + field(entry, "fd") + " has revents " + names(events, "POLL")
                            + " instead of " + expected);
                }
            }
            return ready == 0 && now < end ? null : Answer.of(ready).and(surprises);
        };
    }

    private int events(Value entry) {
        OpenFile file = files.find((int) constants.number(field(entry, "fd")));
        if (file == null) return Constants.POLLNVAL;
        Value asked = field(entry, "events");
        return file.readiness() & (int) (asked instanceof Value.Any ? 0 : constants.number(asked)) | file.readiness() & ALWAYS;
    }

    /** {@code epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = 0}. */
    Operation control(Epoll epoll, Call call) {
        OpenFile file = files.find((int) constants.number(call.argument(2)));
        if (file == null) return Operation.failed(Errno.EBADF);
        if (file == epoll) return Operation.failed(Errno.EINVAL);
        String operation = call.argument(1).symbols().stream().findFirst().orElse("");
        boolean watched = epoll.watches(file);
        if (operation.equals("EPOLL_CTL_ADD") == watched) {
            return Operation.failed(watched ? Errno.EEXIST : Errno.ENOENT);
        }
        if (operation.equals("EPOLL_CTL_DEL")) {
            epoll.forget(file);
        } else {
            Value event = single(call.argument(3));
            epoll.watch(file, (int) constants.number(field(event, "events")), data(event));
        }
        return Operation.done(Answer.ZERO);
    }

    /** {@code epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 1000) = 1}. */
    Operation await(Epoll epoll, Call call) {
        List<Value> expected = call.argument(1) instanceof Value.Items(List<Value> items) ? items
                : List.of(call.argument(1));
        int most = (int) constants.number(call.argument(2));
        long end = end(constants.number(call.argument(3)));
        return now -> {
            List<Epoll.Ready> ready = epoll.take(most);
            if (ready.isEmpty() && now < end) return null;
            var surprises = new ArrayList<String>();
            for (int i = 0; i < ready.size() && i < expected.size(); i++) {
                Epoll.Ready seen = ready.get(i);
                if (!(expected.get(i) instanceof Value.Fields)) continue;
                Value events = field(expected.get(i), "events");
                boolean met = (events instanceof Value.Any || (int) constants.number(events) == seen.events())
                        && data(expected.get(i)) == seen.data();
                if (!met) {
                    surprises.add("epoll_wait says " + names(seen.events(), "EPOLL") + " for " + seen.data()
                            + " instead of " + expected.get(i));
                }
            }
            return Answer.of(ready.size()).and(surprises);
        };
    }

    private long data(Value event) {
        for (String name : List.of("fd", "ptr", "u32", "u64")) {
            Value data = field(event, name);
            if (!(data instanceof Value.Any)) return constants.number(data);
        }
        return 0;
    }

    private static Value single(Value value) {
        return value instanceof Value.Items(List<Value> items) && items.size() == 1 ? items.getFirst() : value;
    }

    private static Value field(Value value, String name) {
        if (value instanceof Value.Fields(Map<String, Value> fields)) return fields.getOrDefault(name, Value.ANY);
        throw new IllegalArgumentException("{" + name + "=...} expected instead of " + value);
    }

    private static String names(int events, String prefix) {
        var names = new ArrayList<String>();
        String[] known = {"IN", "PRI", "OUT", "ERR", "HUP", "NVAL", "RDNORM", "RDBAND", "WRNORM", "WRBAND"};
        for (int bit = 0; bit < known.length; bit++) {
            if ((events & 1 << bit) != 0) names.add(prefix + known[bit]);
        }
        if ((events & Constants.POLLRDHUP) != 0) names.add(prefix + "RDHUP");
        return names.isEmpty() ? "0" : String.join("|", names);
    }
}
