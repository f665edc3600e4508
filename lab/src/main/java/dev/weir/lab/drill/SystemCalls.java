package dev.weir.lab.drill;

import dev.weir.core.Request;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.time.Deadline;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.Value;
import dev.weir.wire.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The socket calls of a script, on the stack under test; errors and their order are Linux's. */
final class SystemCalls {
    static final int CONNECT_PORT = 8080;

    private final Host host;
    private final Flows flows;
    private final IpAddress local;
    private final IpAddress peer;
    private final Map<Integer, Descriptor> descriptors = new LinkedHashMap<>();
    private final Transfers transfers;
    private final SocketOptions socketOptions;

    SystemCalls(Host host, Flows flows, IpAddress local, IpAddress peer) {
        this.host = host;
        this.flows = flows;
        this.local = local;
        this.peer = peer;
        this.transfers = new Transfers(host);
        this.socketOptions = new SocketOptions(host);
    }

    /** @throws IllegalArgumentException for a call or argument that is not supported */
    Operation begin(Call call) {
        if (call.name().equals("socket")) return Operation.done(Answer.of(add(call, new Descriptor(defaults()))));
        if (call.name().equals("poll")) return poll(call);
        Descriptor d = descriptors.get((int) number(call.argument(0)));
        if (d == null) return Operation.done(Answer.failed(Errno.EBADF));
        try {
            return switch (call.name()) {
                case "bind" -> bind(d, call);
                case "listen" -> listen(d, call);
                case "accept" -> accept(d, call);
                case "connect" -> connect(d, call);
                case "read", "recv" -> transfers.read(d, call);
                case "write", "send" -> transfers.write(d, call);
                case "shutdown" -> shutdown(d, call);
                case "close" -> close(d, (int) number(call.argument(0)));
                case "fcntl" -> fcntl(d, call);
                case "ioctl" -> Operation.done(socketOptions.ioctl(d, call));
                case "setsockopt" -> Operation.done(socketOptions.set(d, call));
                case "getsockopt" -> Operation.done(socketOptions.read(d, call));
                default -> throw new IllegalArgumentException("unknown system call " + call.name());
            };
        } catch (CallRefused e) {
            return Operation.done(Answer.failed(Errno.of(e.why())));
        }
    }

    /** The connection that a script speaks of: the one on these ports, accepted or not. */
    Optional<Connection> connection(TcpLine.Ports inbound) {
        Flow flow = flow(inbound);
        for (Descriptor d : descriptors.values().stream().toList().reversed()) {
            if (d.connection != null && d.connection.flow().equals(flow)) return Optional.of(d.connection);
        }
        return host.stack().tcp().connections().stream()
                .filter(connection -> connection.flow().equals(flow)).findFirst();
    }

    Flow flow(TcpLine.Ports inbound) {
        return new Flow(local, inbound.destination(), peer, inbound.source());
    }

    private ConnectionOptions defaults() {
        return ConnectionOptions.of(host.stack().config());
    }

    /** Under the number that the script expects, if that is free. */
    private int add(Call call, Descriptor d) {
        int fd = call.result() instanceof Value.Number(long value) && value >= 0 ? (int) value : 3;
        while (descriptors.containsKey(fd)) fd++;
        descriptors.put(fd, d);
        return fd;
    }

    private <R> R submit(Request<R> request) {
        return host.submit(request);
    }

    private Operation bind(Descriptor d, Call call) {
        if (d.binding != null) return Operation.done(Answer.failed(Errno.EINVAL));
        IpAddress address = address(call.argument(1), local);
        int port = port(call.argument(1), Flows.FIRST.destination());
        d.binding = submit((stack, now) -> stack.tcp().bind(address, port, d.reuseAddress, now));
        return Operation.done(Answer.ZERO);
    }

    private Operation listen(Descriptor d, Call call) {
        int backlog = Math.clamp(number(call.argument(1)), 1, 65535);
        d.listener = submit((stack, now) -> {
            var tcp = stack.tcp();
            var binding = d.binding == null ? tcp.bind(IpAddress.ANY_IPV6, 0, false, now) : d.binding;
            return tcp.listen(binding, backlog, d.options, Admission.ALL, now);
        });
        flows.listening(d.listener.port());
        return Operation.done(Answer.ZERO);
    }

    private Operation accept(Descriptor d, Call call) {
        if (d.listener == null) return Operation.done(Answer.failed(Errno.EINVAL));
        return _ -> {
            Connection connection = d.listener.hasPending() ? submit((_, now) -> d.listener.accept(now)) : null;
            if (connection == null) return d.nonBlocking ? Answer.failed(Errno.EAGAIN) : null;
            var accepted = new Descriptor(d.options);
            accepted.connection = connection;
            accepted.connectAnswered = true;
            Flow flow = connection.flow();
            accepted.numbering = flows.of(new TcpLine.Ports(flow.remotePort(), flow.localPort()));
            return Answer.of(add(call, accepted));
        };
    }

    private Operation connect(Descriptor d, Call call) {
        if (d.connection == null) {
            IpAddress remote = address(call.argument(1), peer);
            int port = port(call.argument(1), CONNECT_PORT);
            flows.opening();
            d.connection = submit((stack, now) -> stack.tcp().open(d.binding, remote, port, d.options, now));
            if (d.nonBlocking) return Operation.done(Answer.failed(Errno.EINPROGRESS));
        } else if (d.connectAnswered) {
            return Operation.done(Answer.failed(Errno.EISCONN));
        }
        return _ -> {
            if (d.connection.isOpened()) {
                d.connectAnswered = true;
                return Answer.ZERO;
            }
            Errno error = d.takeError();
            if (error != null) return Answer.failed(error);
            return d.nonBlocking ? Answer.failed(Errno.EALREADY) : null;
        };
    }

    private Operation shutdown(Descriptor d, Call call) {
        if (d.connection == null) return Operation.done(Answer.failed(Errno.ENOTCONN));
        String how = call.argument(1).symbols().stream().findFirst().orElse("");
        if (!List.of("SHUT_RD", "SHUT_WR", "SHUT_RDWR").contains(how)) {
            throw new IllegalArgumentException("SHUT_RD, SHUT_WR or SHUT_RDWR expected");
        }
        submit((_, now) -> {
            if (!how.equals("SHUT_RD")) d.connection.shutdownOutput(now);
            if (!how.equals("SHUT_WR")) d.connection.shutdownInput(now);
            return null;
        });
        return Operation.done(Answer.ZERO);
    }

    private Operation close(Descriptor d, int fd) {
        descriptors.remove(fd);
        submit((_, now) -> {
            if (d.listener != null) d.listener.close(now);
            else if (d.connection != null && d.lingers && d.lingerSeconds == 0) d.connection.abort(now);
            else if (d.connection != null) d.connection.close(now);
            else if (d.binding != null) d.binding.release();
            return null;
        });
        if (d.connection == null || !d.lingers || d.lingerSeconds == 0) return Operation.done(Answer.ZERO);
        long end = Deadline.after(host.now(), d.lingerSeconds * 1_000_000_000L);
        return now -> d.connection.isFinished() || now >= end ? Answer.ZERO : null;
    }

    /** The program ends: everything is closed. */
    void exit() {
        for (int fd : List.copyOf(descriptors.keySet())) close(descriptors.get(fd), fd);
    }

    private Operation fcntl(Descriptor d, Call call) {
        List<String> command = call.argument(1).symbols();
        if (command.equals(List.of("F_GETFL"))) return Operation.done(Answer.of(d.nonBlocking ? 0x802 : 2));
        if (!command.equals(List.of("F_SETFL"))) throw new IllegalArgumentException("F_GETFL or F_SETFL expected");
        d.nonBlocking = call.argument(2).symbols().contains("O_NONBLOCK");
        return Operation.done(Answer.ZERO);
    }

    private Operation poll(Call call) {
        if (!(call.argument(0) instanceof Value.Items items)) {
            throw new IllegalArgumentException("poll needs [{fd=...}]");
        }
        long timeout = number(call.argument(2));
        long end = timeout < 0 ? Deadline.NEVER : Deadline.after(host.now(), timeout * 1_000_000L);
        return now -> {
            var readiness = items.items().stream().map(item -> Readiness.of(item, descriptors)).toList();
            long ready = readiness.stream().filter(entry -> !entry.events().isEmpty()).count();
            if (ready == 0 && now < end) return null;
            var surprises = readiness.stream().flatMap(entry -> entry.surprise().stream()).toList();
            return new Answer(ready, null, surprises);
        };
    }

    static long number(Value value) {
        if (value instanceof Value.Number(long number)) return number;
        if (value instanceof Value.Items(List<Value> items) && items.size() == 1) return number(items.getFirst());
        throw new IllegalArgumentException("a number expected instead of " + value);
    }

    /** The port in a sockaddr: {@code sin_port = htons(8080)}. */
    private static int port(Value sockaddr, int otherwise) {
        if (!(sockaddr instanceof Value.Fields(Map<String, Value> fields))) return otherwise;
        Value port = fields.getOrDefault("sin_port", fields.getOrDefault("sin6_port", Value.ANY));
        return port instanceof Value.Applied applied ? (int) number(applied.arguments().getFirst()) : otherwise;
    }

    /** The address in a sockaddr: {@code sin_addr = inet_addr("10.0.0.1")}. */
    private static IpAddress address(Value sockaddr, IpAddress otherwise) {
        if (!(sockaddr instanceof Value.Fields(Map<String, Value> fields))) return otherwise;
        Value address = fields.getOrDefault("sin_addr", fields.getOrDefault("sin6_addr", Value.ANY));
        if (!(address instanceof Value.Applied applied)) return otherwise;
        return applied.arguments().getLast() instanceof Value.Text(String text, _) ? IpAddress.parse(text) : otherwise;
    }
}
