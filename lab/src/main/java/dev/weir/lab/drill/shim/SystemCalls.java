package dev.weir.lab.drill.shim;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.udp.UdpRefused;
import dev.weir.lab.Host;
import dev.weir.lab.drill.packet.AddressPlan;
import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The system calls of a script, on the stack under test; results, errors and their order are the platform's. */
public final class SystemCalls {
    private final Host host;
    private final AddressPlan plan;
    private final Platform platform;
    private final Constants constants;
    private final FileTable files = new FileTable();
    private final Opening opening;
    private final Closing closing;
    private final Reading reading;
    private final Writing writing;
    private final FastOpening fastOpening;
    private final Datagrams datagrams;
    private final SocketOptions socketOptions;
    private final Polling polling;
    private final Moving moving;
    private ConnectionOptions defaults; // of new sockets
    private int openingSeconds;
    private final long systemLowWater;
    private final long start;

    /** @param systemLowWater TCP_NOTSENT_LOWAT of a socket that does not set it, in bytes */
    public SystemCalls(Host host, Flows flows, AddressPlan plan, Platform platform, long systemLowWater) {
        this.host = host;
        this.systemLowWater = systemLowWater;
        this.start = host.now();
        this.plan = plan;
        this.platform = platform;
        defaults(host.stack().config());
        this.constants = new Constants(platform);
        var addresses = new SocketAddresses(plan, constants);
        this.opening = new Opening(host, flows, addresses, platform, files, systemLowWater);
        this.closing = new Closing(host, constants);
        this.reading = new Reading(host, flows, constants);
        this.writing = new Writing(host, constants);
        this.fastOpening = new FastOpening(host, flows, addresses, writing);
        this.datagrams = new Datagrams(host, addresses, constants);
        this.socketOptions = new SocketOptions(host, constants, platform, plan.stack().isIpv4());
        this.polling = new Polling(host, files, constants);
        this.moving = new Moving(files, reading, writing, constants);
    }

    public Constants constants() {
        return constants;
    }

    /**
     * @throws NotApplicable for a call, flag or option that is not there
     * @throws IllegalArgumentException for arguments that make no sense
     */
    public Operation begin(Call call) {
        try {
            return switch (call.name()) {
                case "socket" -> socket(call);
                case "poll" -> polling.poll(call);
                case "pipe" -> moving.pipe(call);
                case "open" -> open(call);
                case "epoll_create", "epoll_create1" ->
                    Operation.done(Answer.of(files.add(call.result(), new Epoll())));
                default -> onDescriptor(call);
            };
        } catch (CallRefused e) {
            return Operation.failed(Errno.of(e.why()));
        } catch (UdpRefused e) {
            return Operation.failed(Errno.of(e.why()));
        }
    }

    private Operation onDescriptor(Call call) {
        if (!KNOWN.contains(call.name())) throw new NotApplicable(call.name() + "()");
        int fd = (int) constants.number(call.argument(0));
        OpenFile file = files.find(fd);
        if (file == null) return Operation.failed(Errno.EBADF);
        return switch (call.name()) {
            case "close" -> close(fd, file);
            case "dup" -> Operation.done(Answer.of(files.add(call.result(), shared(file))));
            case "fcntl" -> fcntl(file, call);
            case "epoll_ctl" -> file instanceof Epoll epoll ? polling.control(epoll, call)
                    : Operation.failed(Errno.EINVAL);
            case "epoll_wait" -> file instanceof Epoll epoll ? polling.await(epoll, call)
                    : Operation.failed(Errno.EINVAL);
            case "splice" -> moving.move(file, call);
            case "sendfile" -> moving.sendFile(file, call);
            default -> switch (file) {
                case TcpSocket socket -> onStream(socket, call);
                case UdpSocket socket -> datagrams.begin(socket, call);
                case Pipe pipe -> moving.onPipe(pipe, call);
                case Epoll _ -> Operation.failed(Errno.EINVAL);
                case PlainFile _ -> throw new NotApplicable(call.name() + "() on a file");
            };
        };
    }

    /** A file to send from; others are not applicable. */
    private Operation open(Call call) {
        if (!call.argument(1).symbols().equals(List.of("O_RDONLY"))) throw new NotApplicable("open() to write");
        return Operation.done(Answer.of(files.add(call.result(), new PlainFile())));
    }

    private static final List<String> KNOWN = List.of("close", "dup", "fcntl", "epoll_ctl", "epoll_wait", "splice",
            "sendfile", "bind", "listen", "accept", "accept4", "connect", "getsockname", "getpeername", "read", "readv",
            "recv", "recvfrom", "recvmsg", "write", "writev", "send", "sendto", "sendmsg", "shutdown", "ioctl",
            "setsockopt", "getsockopt");

    private Operation onStream(TcpSocket socket, Call call) {
        opening.opened(socket);
        return switch (call.name()) {
            case "bind" -> opening.bind(socket, call);
            case "listen" -> opening.listen(socket, (int) constants.number(call.argument(1)));
            case "accept", "accept4" -> opening.accept(socket, call, acceptFlags(call));
            case "connect" -> opening.connect(socket, call);
            case "getsockname" -> opening.localName(socket, call);
            case "getpeername" -> opening.peerName(socket, call);
            case "read", "readv", "recv", "recvfrom", "recvmsg" -> reading.begin(socket, call);
            case "write", "writev", "send", "sendto", "sendmsg" -> send(socket, call);
            case "shutdown" -> closing.shutdown(socket, call);
            case "ioctl" -> Operation.done(socketOptions.ioctl(socket, call));
            case "setsockopt" -> Operation.done(socketOptions.set(socket, call));
            case "getsockopt" -> Operation.done(socketOptions.read(socket, call));
            default -> throw new NotApplicable(call.name() + "()");
        };
    }

    private Operation send(TcpSocket socket, Call call) {
        boolean opens = writing.opens(call) || socket.isPutOff;
        if (opens && writing.isWithoutBuffer(call)) return Operation.failed(Errno.EFAULT);
        if (writing.opens(call)) return fastOpening.begin(socket, call);
        if (writing.impliesConnect(socket, call)) return fastOpening.implied(socket, call);
        return socket.isPutOff ? fastOpening.first(socket, call) : writing.begin(socket, call);
    }

    private boolean acceptFlags(Call call) {
        long flags = call.name().equals("accept4") && call.arguments().size() > 3
                ? constants.number(call.argument(3)) : 0;
        return (flags & constants.number(new Value.Symbol("SOCK_NONBLOCK"))) != 0;
    }

    private Operation socket(Call call) {
        long type = call.argument(1) instanceof Value.Any ? 1 : constants.number(call.argument(1));
        long protocol = call.argument(2) instanceof Value.Any ? 0 : constants.number(call.argument(2));
        long nonBlocking = constants.number(new Value.Symbol("SOCK_NONBLOCK"));
        long bare = type & ~nonBlocking & ~constants.number(new Value.Symbol("SOCK_CLOEXEC"));
        OpenFile file;
        if (bare == 1 && (protocol == 6 || protocol == 0)) {
            file = new TcpSocket(platform, defaults, openingSeconds, host, systemLowWater, start);
        } else if (bare == 2 && (protocol == 17 || protocol == 0)) {
            file = new UdpSocket();
        } else {
            throw new NotApplicable("socket(" + call.argument(1) + ", " + call.argument(2) + ")");
        }
        file.nonBlocking = (type & nonBlocking) != 0;
        return Operation.done(Answer.of(files.add(call.result(), file)));
    }

    private static OpenFile shared(OpenFile file) {
        file.hold();
        return file;
    }

    private Operation close(int fd, OpenFile file) {
        files.remove(fd);
        if (!file.drop()) return Operation.done(Answer.ZERO);
        files.forget(file);
        return switch (file) {
            case TcpSocket socket -> closing.close(socket);
            case UdpSocket socket -> datagrams.close(socket);
            case Pipe _, Epoll _, PlainFile _ -> Operation.done(Answer.ZERO);
        };
    }

    private Operation fcntl(OpenFile file, Call call) {
        List<String> command = call.argument(1).symbols();
        long flag = constants.number(new Value.Symbol("O_NONBLOCK"));
        if (command.equals(List.of("F_GETFL"))) {
            return Operation.done(Answer.of(Constants.O_RDWR | (file.nonBlocking ? flag : 0)));
        }
        if (command.equals(List.of("F_GETFD")) || command.equals(List.of("F_SETFD"))) return Operation.done(Answer.ZERO);
        if (!command.equals(List.of("F_SETFL"))) throw new NotApplicable("fcntl(" + call.argument(1) + ")");
        file.nonBlocking = (constants.number(call.argument(2)) & flag) != 0;
        return Operation.done(Answer.ZERO);
    }

    /** New sockets begin with what this configuration says. */
    public void defaults(StackConfig config) {
        defaults = ConnectionOptions.of(config);
        openingSeconds = (int) config.tcp().handshake().openTimeout().toSeconds();
    }

    /** Some descriptor is in use. */
    public boolean hasFiles() {
        return !files.all().isEmpty();
    }

    /** The program ends: everything is closed. */
    public void exit() {
        for (OpenFile file : files.all()) {
            switch (file) {
                case TcpSocket socket -> closing.close(socket);
                case UdpSocket socket -> datagrams.close(socket);
                case Pipe _, Epoll _, PlainFile _ -> { }
            }
        }
        files.clear();
    }

    /** The connection that a script speaks of: the one on these ports, accepted or not. */
    public Optional<Connection> connection(TcpLine.Ports inbound) {
        Flow flow = flow(inbound);
        for (OpenFile file : files.all().reversed()) {
            if (file instanceof TcpSocket socket && socket.connection != null
                    && socket.connection.flow().equals(flow)) return Optional.of(socket.connection);
        }
        return host.stack().tcp().connections().stream()
                .filter(connection -> connection.flow().equals(flow)).findFirst();
    }

    /** The stack has sent and received what it could at this instant. */
    public void settled(long now) {
        for (OpenFile file : files.all()) {
            if (file instanceof TcpSocket socket && socket.connection != null) socket.errors.settled(now);
        }
    }

    /** How long who writes to the connection on these ports waited for room although all was sent, if this is counted here. */
    public OptionalLong starvedNanos(TcpLine.Ports inbound) {
        Flow flow = flow(inbound);
        for (OpenFile file : files.all()) {
            boolean isIt = file instanceof TcpSocket socket && socket.connection != null
                    && socket.connection.flow().equals(flow) && socket.memory.isActive();
            if (isIt) return OptionalLong.of(((TcpSocket) file).memory.starvedNanos(host.now()));
        }
        return OptionalLong.empty();
    }

    /** How many sockets listen on a port; 0: any. */
    public long listening(int port) {
        return files.all().stream().filter(file -> file instanceof TcpSocket socket && socket.listener != null
                && (port == 0 || socket.listener.port() == port)).count();
    }

    /** How many stream sockets have no connection. */
    public long closed() {
        return files.all().stream().filter(file -> file instanceof TcpSocket socket && socket.listener == null
                && (socket.connection == null || socket.hasEnded())).count();
    }

    /** As the stack has it. */
    public Flow flow(TcpLine.Ports inbound) {
        return new Flow(plan.stack(), inbound.destination(), plan.peer(), inbound.source());
    }
}
