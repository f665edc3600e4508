package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.drill.script.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts of others: judged as packetdrill judges, with the system calls of Linux or FreeBSD. */
class ForeignScriptTest {
    private static final String LISTEN = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            """;
    private static final String OPEN = LISTEN + """
            +0  < S  0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +.1 < .  1:1(0) ack 1 win 32792
            +0  accept(3, ..., ...) = 4
            """;

    private static Outcome run(String profile, String text) {
        return Drill.run(Script.parse("foreign.pkt", text), Variant.plain(4),
                new Setup(profile, false, Setup.USUAL.capture()));
    }

    private static void passes(String profile, String text) {
        assertThat(run(profile, text).failure()).isNull();
    }

    private static void fails(String profile, String text, String what) {
        assertThat(run(profile, text).failure()).contains(what);
    }

    @Test
    void timesMayBeOffByFourMillisecondsOrAnEighth() {
        String data = OPEN + "+0 < P. 1:2(1) ack 1 win 9\n";
        passes("linux", data + "+.004 > . 1:1(0) ack 2\n");
        fails("linux", data + "+.005 > . 1:1(0) ack 2\n", "<--");
        String again = OPEN + "+0 write(4, ..., 10) = 10\n+0 > P. 1:11(10) ack 1\n";
        passes("linux", again + "+.33 > P. 1:11(10) ack 1\n"); // after 300 ms
        fails("linux", again + "+.35 > P. 1:11(10) ack 1\n", "<--");
        passes("linux", "--tolerance_percent=20\n" + again + "+.35 > P. 1:11(10) ack 1\n");
    }

    @Test
    void aPacketThatNobodyExpectsWaitsForTheNextExpectation() {
        passes("linux", OPEN + "+0 write(4, ..., 10) = 10\n+.01 < . 1:1(0) ack 11 win 32792\n");
        fails("linux", OPEN + "+0 write(4, ..., 10) = 10\n+.01 < P. 1:2(1) ack 1 win 9\n+0 > . 11:11(0) ack 2\n",
                "1:11(10)");
    }

    @Test
    void oneLargeSegmentMayComeAsSeveralEqualOnes() {
        String write = OPEN + "+0 write(4, ..., 2500) = 2500\n";
        passes("linux", write + "+0 > P. 1:2501(2500) ack 1\n");
        passes("linux", write + "+0 > . 1:2001(2000) ack 1\n+0 > P. 2001:2501(500) ack 1\n");
        fails("linux", write + "+0 > P. 1:2502(2501) ack 1\n", "<--");
        fails("linux", "--strict_segments\n" + write + "+0 > P. 1:2501(2500) ack 1\n", "<--");
        fails("linux", write + "+0 > . 1:501(500) ack 1\n", "<--");
    }

    @Test
    void whatGoesOutToBeCutIsPushedAsLinuxDoes() {
        String write = OPEN + "+0 write(4, ..., 20000) = 20000\n";
        passes("linux", write + "+0 > P. 1:10001(10000) ack 1\n");
        fails("freebsd", write + "+0 > P. 1:10001(10000) ack 1\n", "<--");
    }

    @Test
    void numbersOfSynsAreAbsoluteAndThoseOfOthersCountFromThem() {
        passes("linux", LISTEN + """
                +0  < S  100:100(0) win 32792 <mss 1000>
                +0  > S. 7:7(0) ack 101 <...>
                +.1 < P. 1:11(10) ack 1 win 32792
                +0  > .  1:1(0) ack 11
                """);
    }

    @Test
    void aSynThatNobodyHearsDoesNotBeginTheCount() {
        String closed = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 bind(3, ..., ...) = 0\n";
        passes("freebsd", closed + "+0 < S 17:20(3) win 9\n+0 > R. 0:0(0) ack 21\n");
        passes("freebsd", closed + "+0 < SF 17:17(0) win 9\n+0 > R. 0:0(0) ack 19\n+0 < F 30:30(0) win 9\n+0 > R. 0:0(0) ack 31\n");
    }

    @Test
    void aResetIsToldEvenWhereBothSidesHadClosed() {
        String lastAck = OPEN + """
                +0 < F. 1:1(0) ack 1 win 32792
                * > . 1:1(0) ack 2
                +0 shutdown(4, SHUT_WR) = 0
                +0 > F. 1:1(0) ack 2
                +0 < R 2:2(0) win 0
                +0 getsockopt(4, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0
                """;
        passes("linux", lastAck);
        passes("freebsd", lastAck);
    }

    @Test
    void whatIsAskedEachTimeMayChangeWhileTheStackRuns() {
        String connecting = "0 `sysctl -w net.inet.tcp.icmp_may_rst=0`\n" + """
                +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 connect(3, ..., ...) = -1 EINPROGRESS
                +0 > S 0:0(0) <...>
                +.1 < icmp unreachable port_unreachable [0:0(0)]
                +0 getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
                +0 `sysctl -w net.inet.tcp.icmp_may_rst=1`
                +.1 < icmp unreachable port_unreachable [0:0(0)]
                """;
        passes("freebsd", connecting + "+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0\n");
        passes("freebsd", """
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 getsockopt(3, IPPROTO_TCP, TCP_KEEPINIT, [75], [4]) = 0
                +0 close(3) = 0
                +0 `sysctl -w net.inet.tcp.keepinit=15000`
                +0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 getsockopt(3, IPPROTO_TCP, TCP_KEEPINIT, [15], [4]) = 0
                """);
    }

    @Test
    void aSocketThatOnlyBoundSaysHowItsPortAnswersOnFreebsd() {
        String bound = """
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 setsockopt(3, IPPROTO_IP, IP_TOS, [IPTOS_DSCP_CS1], 4) = 0
                +0 bind(3, ..., ...) = 0
                +0 setsockopt(3, IPPROTO_IP, IP_TTL, [4], 4) = 0
                +0 < S 0:0(0) win 9
                """;
        passes("freebsd", bound + "+0 > (tos 0x20) R. 0:0(0) ack 1\n");
        passes("linux", bound + "+0 > (tos 0) R. 0:0(0) ack 1\n");
    }

    @Test
    void whatAScriptCallsNotFatalDoesNotFailIt() {
        String call = OPEN + "+0 getsockopt(4, SOL_SOCKET, SO_ERROR, [7], [4]) = 0\n";
        fails("linux", call, "SO_ERROR");
        passes("linux", "--non_fatal=syscall\n" + call);
        passes("freebsd", "--non_fatal=syscall\n" + OPEN + "+0 setsockopt(4, IPPROTO_TCP, TCP_RACK_PACE_ALWAYS, [1], 4) = 0\n");
        String packet = OPEN + "+0 write(4, ..., 10) = 10\n+0 > P. 1:12(11) ack 1\n";
        fails("linux", packet, "<--");
        passes("linux", "--non_fatal=packet\n" + packet);
    }

    @Test
    void freebsdCountsItsWindowsInBytesAndKnowsStatesWithoutAConnection() {
        passes("freebsd", OPEN + "+0 %{ assert tcpi_snd_cwnd == 10000 and tcpi_snd_wnd == 32792 }%\n");
        passes("linux", OPEN + "+0 %{ assert tcpi_snd_cwnd == 10 }%\n");
        passes("freebsd", LISTEN + "+0 %{ assert tcpi_state == TCPI_LISTEN }%\n");
        passes("freebsd", "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 %{ assert tcpi_state == TCPI_CLOSED }%\n");
    }

    @Test
    void optionsAreReadBackAsThePlatformShowsThem() {
        String socket = """
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=30}, 8) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=..., linger=30}, [8]) = 0
                +0 setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=1, tv_usec=500000}, 16) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=1, tv_usec=500000}, [16]) = 0
                +0 setsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0
                +0 setsockopt(3, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0
                """;
        passes("freebsd", socket + """
                +0 getsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=128, linger=...}, [8]) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [8], [4]) = 0
                +0 getsockopt(3, IPPROTO_TCP, TCP_NODELAY, [4], [4]) = 0
                +0 getsockopt(3, IPPROTO_TCP, TCP_MAXSEG, [536], [4]) = 0
                """);
        passes("linux", socket + """
                +0 getsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=30}, [8]) = 0
                +0 getsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], [4]) = 0
                """);
        fails("linux", socket + "+0 getsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=31}, [8]) = 0\n", "linger=30");
    }

    @Test
    void onFreebsdSendtoConnectsAndFastOpenTakesItsDataAlong() {
        passes("freebsd", """
                --ip_version=ipv4
                 0.00 `sysctl -w net.inet.tcp.rfc1323=0`
                +0.00 `sysctl -w net.inet.tcp.sack.enable=0`
                +0     socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0     send(3, ..., 100, 0) = -1 ENOTCONN (Socket is not connected)
                +0     sendto(3, ..., 100, 0, NULL, 0) = -1 ENOTCONN (Socket is not connected)
                +0     setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0     sendto(3, ..., 100, 0, ..., ...) = 100
                +0     > S  0:0(0) win 65535 <mss 1460,FO,eol,eol>
                +0.010 sendto(3, ..., 50, 0, ..., ...) = 50
                +0.010 < S. 0:0(0) ack 1 win 65535 <mss 1460,FO 0102030405060708>
                +0     > P. 1:151(150) ack 1
                +0     < R. 1:1(0) ack 151 win 0
                +0     close(3) = 0
                +0     socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0     setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0     sendto(3, ..., 100, 0, ..., ...) = 100
                +0     > S  0:100(100) win 65535 <mss 1460,FO 0102030405060708,eol,eol>
                +0.010 < S. 0:0(0) ack 1 win 65535 <mss 1460,FO 1112131415161718>
                +0     > P. 1:101(100) ack 1
                +0     < R. 1:1(0) ack 101 win 0
                +0     close(3) = 0
                +0     socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0     setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0     sendto(3, ..., 100, 0, ..., ...) = 100
                +0     > S  0:100(100) win 65535 <mss 1460,FO 1112131415161718,eol,eol>
                +0.010 < S. 0:0(0) ack 1 win 65535 <mss 1460,FO 111213>
                +0     > P. 1:101(100) ack 1
                +0     < R. 1:1(0) ack 101 win 0
                +0     close(3) = 0
                +0     socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0     setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0     sendto(3, ..., 100, 0, ..., ...) = 100
                +0     > S  0:0(0) win 65535 <mss 1460>
                """);
        passes("freebsd", """
                --ip_version=ipv4
                0.0  `sysctl -w net.inet.tcp.rfc1323=0`
                +0   `sysctl -w net.inet.tcp.sack.enable=0`
                +0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0   fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0   setsockopt(3, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0   connect(3, ..., ...) = -1 EINPROGRESS
                +0   > S  0:0(0) win 65535 <mss 1460,FO,eol,eol>
                +.01 < S. 0:0(0) ack 1 win 65535 <mss 1460>
                +0   > .  1:1(0) ack 1
                +0   < R. 1:1(0) ack 1 win 0
                +0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 4
                +0   setsockopt(4, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0   sendto(4, ..., 100, 0, ..., ...) = 100
                +0   > S  0:0(0) win 65535 <mss 1460>
                +0   < R. 0:0(0) ack 1 win 0
                +900 socket(..., SOCK_STREAM, IPPROTO_TCP) = 5
                +0   setsockopt(5, IPPROTO_TCP, TCP_FASTOPEN, [1], 4) = 0
                +0   sendto(5, ..., 100, 0, ..., ...) = 100
                +0   > S  0:0(0) win 65535 <mss 1460,FO,eol,eol>
                """);
    }

    @Test
    void anEchoMeansTheLastTimestampThatWasExpectedUnderThisValue() {
        passes("linux", LISTEN + """
                +0  < S  0:0(0) win 32792 <mss 1000,sackOK,TS val 1 ecr 0>
                +0  > S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 100 ecr 1>
                +.1 < P. 1:11(10) ack 1 win 32792 <nop,nop,TS val 2 ecr 100>
                +0  > .  1:1(0) ack 11 <nop,nop,TS val 100 ecr 2>
                +.1 < P. 11:21(10) ack 1 win 32792 <nop,nop,TS val 3 ecr 100>
                +0  > .  1:1(0) ack 21 <nop,nop,TS val 77 ecr 3>
                """);
    }

    @Test
    void aListenersNextPacketComesFromAnotherPort() {
        passes("linux", OPEN + """
                +0  close(4) = 0
                +0  > F. 1:1(0) ack 1
                +0  < R. 1:1(0) ack 2 win 0
                +0  close(3) = 0
                +0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
                +0  bind(3, ..., ...) = 0
                +0  listen(3, 1) = 0
                +0  < S  0:0(0) win 32792 <mss 1000>
                +0  > S. 0:0(0) ack 1 <...>
                """);
    }

    @Test
    void datagramsAndIcmpCanBeExpected() {
        passes("linux", """
                0   socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
                +0  bind(3, ..., ...) = 0
                +0  connect(3, ..., ...) = 0
                +0  write(3, ..., 100) = 100
                +0  > udp (100)
                +0  < udp 8080>8080 (20)
                +0  read(3, ..., 1000) = 20
                +0  < udp 8080>9 (20)
                +0  > icmp unreachable port_unreachable
                """);
        fails("linux", "0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n+0 connect(3, ..., ...) = 0\n"
                + "+0 write(3, ..., 100) = 100\n+0 > udp (99)\n", "the packet differs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '"', value = {
        "linux   ! +0 write(3, ..., 1) = -1 EPIPE",
        "freebsd ! +0 write(3, ..., 1) = -1 ENOTCONN",
        "linux   ! +0 read(3, ..., 1) = -1 ENOTCONN",
        "linux   ! +0 accept(3, ..., ...) = -1 EINVAL",
        "linux   ! +0 shutdown(3, SHUT_WR) = -1 ENOTCONN",
        "linux   ! +0 close(7) = -1 EBADF",
        "linux   ! +0 setsockopt(3, SOL_TCP, TCP_KEEPCNT, [200], 4) = -1 EINVAL",
        "linux   ! +0 setsockopt(3, SOL_SOCKET, SO_SNDBUF, [9000], 4) = 0;+0 getsockopt(3, SOL_SOCKET, SO_SNDBUF, [18000], [4]) = 0",
        "freebsd ! +0 setsockopt(3, SOL_SOCKET, SO_SNDBUF, [9000], 4) = 0;+0 getsockopt(3, SOL_SOCKET, SO_SNDBUF, [9000], [4]) = 0",
        "linux   ! +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0;+0 fcntl(3, F_GETFL) = O_RDWR|O_NONBLOCK",
        "freebsd ! +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0;+0 fcntl(3, F_GETFL) = 6",
        "linux   ! +0 poll([{fd=3, events=POLLIN|POLLOUT, revents=POLLOUT|POLLHUP}], 1, 0) = 1",
        "linux   ! +0 poll([{fd=9, events=POLLIN, revents=POLLNVAL}], 1, 500) = 1",
        "linux   ! +0...0.5 poll([{fd=3, events=POLLIN|POLLPRI, revents=POLLHUP}], 1, 500) = 1",
    })
    void callsAnswerAsThePlatformDoes(String profile, String steps) {
        String text = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" + steps.replace(';', '\n') + "\n";
        if (steps.contains("...0.5")) fails(profile, text, "poll returns at 0.000000 instead of 0.500000");
        else passes(profile, text);
    }

    @Test
    void freebsdsLimitOfConnectingEndsWithIt() {
        passes("freebsd", """
                0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  getsockopt(3, IPPROTO_TCP, TCP_KEEPINIT, [75], [4]) = 0
                +0  setsockopt(3, IPPROTO_TCP, TCP_KEEPINIT, [5], 4) = 0
                +0...5 connect(3, ..., ...) = -1 ETIMEDOUT
                +5.1 close(3) = 0
                """);
        passes("freebsd", """
                0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0  setsockopt(3, IPPROTO_TCP, TCP_KEEPINIT, [5], 4) = 0
                +0  connect(3, ..., ...) = -1 EINPROGRESS
                +0  > S  0:0(0) <...>
                +0  read(3, ..., 1) = -1 EWOULDBLOCK
                +0  < S. 0:0(0) ack 1 win 65535 <mss 1000>
                +0  > .  1:1(0) ack 1
                +0  write(3, ..., 1) = 1
                +0  > P. 1:2(1) ack 1
                +20 %{ assert state == ESTABLISHED }%
                """);
    }

    @Test
    void whatChangesForNewSocketsMayChangeWhileNoneIsOpen() {
        passes("freebsd", """
                0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  getsockopt(3, IPPROTO_TCP, TCP_KEEPIDLE, [7200], [4]) = 0
                +0  close(3) = 0
                +0  `sysctl -w net.inet.tcp.keepidle=15000`
                +0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  getsockopt(3, IPPROTO_TCP, TCP_KEEPIDLE, [15], [4]) = 0
                +0  close(3) = 0
                +0  `sysctl -w net.inet.tcp.keepidle=7200000`
                """);
    }

    @Test
    void readinessIsToldByLevelAndByEdge() {
        passes("linux", OPEN + """
                +0  epoll_create(1) = 5
                +0  epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN|EPOLLET, fd=4}) = 0
                +0  epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = -1 EEXIST
                +0  epoll_wait(5, {events=0, ptr=0}, 1, 0) = 0
                +0...0.1 poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 1000) = 1
                +.1 < P. 1:101(100) ack 1 win 32792
                +0  > .  1:1(0) ack 101
                +0  epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1
                +0  epoll_wait(5, {events=0, ptr=0}, 1, 0) = 0
                +0  < F. 101:101(0) ack 1 win 32792
                +.04 > . 1:1(0) ack 102
                +0  epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1
                +0  epoll_ctl(5, EPOLL_CTL_DEL, 4, {events=0, fd=4}) = 0
                """);
    }

    @Test
    void bytesAreReadAndWrittenInEveryWay() {
        passes("linux", OPEN + """
                +0  < P. 1:101(100) ack 1 win 32792
                +0  > .  1:1(0) ack 101
                +0  ioctl(4, SIOCINQ, [100]) = 0
                +0  recv(4, ..., 200, MSG_PEEK) = 100
                +0  readv(4, [{..., 10}, {..., 20}], 2) = 30
                +0  recv(4, ..., 10, MSG_TRUNC) = 10
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0}, 0) = 60
                +0  recv(4, ..., 10, MSG_DONTWAIT) = -1 EAGAIN
                +0...0.1 recv(4, ..., 20, MSG_WAITALL) = 20
                +.05 < P. 101:111(10) ack 1 win 32792
                +0  > . 1:1(0) ack 111
                +.05 < P. 111:121(10) ack 1 win 32792
                +0  > . 1:1(0) ack 121
                +0  writev(4, [{..., 300}, {..., 200}], 2) = 500
                +0  > P. 1:501(500) ack 121
                +0  < . 121:121(0) ack 501 win 32792
                +0  send(4, ..., 400, MSG_MORE) = 400
                +0  sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 600}], msg_flags=0}, 0) = 600
                +0  > P. 501:1501(1000) ack 121
                +0  ioctl(4, SIOCOUTQ, [1000]) = 0
                """);
    }

    @Test
    void descriptorsAreSharedAndNamed() {
        passes("linux", OPEN + """
                +0  dup(4) = 5
                +0  getsockname(4, {sa_family = AF_INET, sin_port = htons(8080), sin_addr = inet_addr("192.168.0.2")}, [16]) = 0
                +0  getpeername(5, {sa_family = AF_INET, sin_port = htons(50000), sin_addr = inet_addr("192.0.2.1")}, [16]) = 0
                +0  close(4) = 0
                +0  write(5, ..., 1) = 1
                +0  > P. 1:2(1) ack 1
                +0  close(5) = 0
                +0  > F. 2:2(0) ack 1
                """);
    }

    @Test
    void theMessageSaysHowMuchIsLeft() {
        String ready = OPEN + "+0 < P. 1:101(100) ack 1 win 32792\n+0 > . 1:1(0) ack 101\n";
        String message = "+0 recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 60}], msg_flags=0, "
                + "msg_control=[{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=%d}]}, 0) = %d\n";
        String asked = ready + "+0 setsockopt(4, SOL_TCP, TCP_INQ, [1], 4) = 0\n";
        passes("linux", asked + message.formatted(40, 60));
        fails("linux", asked + message.formatted(41, 60), "TCP_CM_INQ is 40 instead of 41");
        fails("linux", ready + message.formatted(40, 60), "TCP_INQ was not set");
        passes("linux", asked + "+0 < F. 101:101(0) ack 1 win 9\n+.04 > . 1:1(0) ack 102\n"
                + message.formatted(40, 60) + message.formatted(1, 40)); // the end is one more
    }

    @Test
    void filesAndPipesAreSentFrom() {
        passes("linux", OPEN + """
                +0  open("/tmp/file", O_RDONLY) = 5
                +0  sendfile(4, 5, [0], 5) = 5
                +0  > P. 1:6(5) ack 1
                +0  sendfile(4, 9, [0], 5) = -1 EBADF
                +0  pipe([6, 7]) = 0
                +0  < P. 1:101(100) ack 6 win 32792
                +0  > . 6:6(0) ack 101
                +0  splice(4, NULL, 7, NULL, 100, 0) = 100
                +0  splice(6, NULL, 4, NULL, 100, 0) = 100
                +0  > P. 6:106(100) ack 101
                """);
        assertThat(run("linux", OPEN + "+0 open(\"/tmp/file\", O_WRONLY) = 5\n").what()).contains("open() to write");
    }

    @Test
    void noDelayLetsGoWhatACorkHolds() {
        passes("linux", OPEN + """
                +0   setsockopt(4, SOL_TCP, TCP_CORK, [1], 4) = 0
                +0   write(4, ..., 40) = 40
                +.05 setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0
                +0   > P. 1:41(40) ack 1
                """);
    }

    @Test
    void anOptionSetBetweenDoesNotKeepTheCorkOfAMessage() {
        passes("linux", OPEN + """
                +0   send(4, ..., 40, MSG_MORE) = 40
                +0   setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0
                +0   > P. 1:41(40) ack 1
                +.01 < . 1:1(0) ack 41 win 32792
                +0   write(4, ..., 40) = 40
                +0   > P. 41:81(40) ack 1
                +.01 < . 1:1(0) ack 81 win 32792
                +0   send(4, ..., 40, MSG_MORE) = 40
                +0   setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0
                +.05 write(4, ..., 40) = 40
                +0   > P. 81:161(80) ack 1
                """);
    }

    @Test
    void theTimeSinceDataCameIsTold() {
        passes("linux", OPEN + """
                +1   %{ assert tcpi_last_data_recv == 1000, tcpi_last_data_recv }%
                +0   < P. 1:101(100) ack 1 win 32792
                +0   > . 1:1(0) ack 101
                +.02 %{ assert tcpi_last_data_recv == 20, tcpi_last_data_recv }%
                """);
    }

    @Test
    void theTimeThatTheWindowHeldDataBackIsTold() {
        passes("linux", LISTEN + """
                +0  < S  0:0(0) win 0 <mss 1000>
                +0  > S. 0:0(0) ack 1 <...>
                +.1 < .  1:1(0) ack 1 win 0
                +0  accept(3, ..., ...) = 4
                +0  write(4, ..., 100) = 100
                +.1 %{ assert tcpi_rwnd_limited == 100000, tcpi_rwnd_limited }%
                +.1 < . 1:1(0) ack 1 win 2000
                +0  > P. 1:101(100) ack 1
                +.1 < . 1:1(0) ack 101 win 2000
                +0  %{ assert tcpi_rwnd_limited == 200000, tcpi_rwnd_limited }%
                """);
    }

    @Test
    void onlyWhatTheStackDoesWithPathsCanBeAskedFor() {
        String ask = OPEN + "+0 setsockopt(4, SOL_IP, IP_MTU_DISCOVER, [%s], 1) = 0\n";
        passes("linux", ask.formatted("IP_PMTUDISC_DO"));
        assertThat(run("linux", ask.formatted("IP_PMTUDISC_PROBE")).what()).contains("IP_PMTUDISC_PROBE");
    }

    @Test
    void anErrorThatIsNotNamedMayBeAny() {
        passes("linux", LISTEN + "+0 connect(3, ..., ...) = -1\n");
    }

    @Test
    void aSettingThatComesTooLateIsNotPassedOver() {
        String late = OPEN + "+0 `sysctl -w net.ipv4.tcp_delack_min_ms=7`\n";
        assertThat(run("linux", late + "+0 close(4) = 0\n").passed()).isTrue();
        Outcome outcome = run("linux", late + "+0 write(4, ..., 1) = 1\n");
        assertThat(outcome.verdict()).isEqualTo(Outcome.Verdict.NOT_APPLICABLE);
        assertThat(outcome.what()).contains("tcp.acks.delay");
    }

    @Test
    void statesAreCounted() {
        passes("freebsd", OPEN + "+0 `sockstat -4 -P tcp -s | grep packetdril | grep -c ESTABLISHED | grep 1`\n");
        fails("freebsd", OPEN + "+0 `sockstat -4 -P tcp -s | grep packetdril | grep -c CLOSE_WAIT | grep 1`\n",
                "connections in CLOSE-WAIT: 0 instead of 1");
    }

    @Test
    void freebsdChoosesItsWindows() {
        passes("freebsd", """
                --ip_version=ipv4
                0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0  getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65536], [4]) = 0
                +0  connect(3, ..., ...) = -1 EINPROGRESS
                +0  > S  0:0(0) win 65535 <mss 1460,nop,wscale 6,sackOK,TS val 1 ecr 0>
                +.1 < S. 0:0(0) ack 1 win 32767 <mss 1460,nop,wscale 0>
                +0  > .  1:1(0) ack 1 win 1026
                +0  getsockopt(3, SOL_SOCKET, SO_RCVBUF, [65700], [4]) = 0
                +.1 < P. 1:11(10) ack 1 win 32767
                +.04 > . 1:1(0) ack 11 win 1026
                +0  close(3) = 0
                +0  > F. 1:1(0) ack 11
                """);
    }
}
