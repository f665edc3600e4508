package dev.weir.lab.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.lab.drill.script.Script;
import org.junit.jupiter.api.Test;

/** System calls and fields of tcp_info as Linux has them, which scripts for Linux rely on. */
class LinuxCallsTest {
    private static final String OPEN = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S  0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +.1 < .  1:1(0) ack 1 win 32792
            +0  accept(3, ..., ...) = 4
            """;

    private static Outcome run(String profile, String text) {
        return Drill.run(Script.parse("linux.pkt", text), Variant.plain(4),
                new Setup(profile, false, Setup.USUAL.capture()));
    }

    private static void passes(String steps) {
        assertThat(run("linux", OPEN + steps).failure()).isNull();
    }

    private static void fails(String steps, String what) {
        assertThat(run("linux", OPEN + steps).failure()).contains(what);
    }

    @Test
    void aBufferThatIsNoAddressIsRefused() {
        passes("""
                +0 write(4, NULL, 1000) = -1 EFAULT (Bad address)
                +0 sendto(4, NULL, 1000, 0, ..., ...) = -1 EFAULT (Bad address)
                +0 write(4, NULL, 0) = 0
                +0 recv(4, NULL, 10, MSG_DONTWAIT) = -1 EAGAIN
                +0 < P. 1:11(10) ack 1 win 32792
                +0 recv(4, NULL, 10, 0) = -1 EFAULT (Bad address)
                +0 read(4, ..., 10) = 10
                """);
    }

    @Test
    void whatComesAfterShutRdCanStillBeRead() {
        String shut = """
                +0 shutdown(4, SHUT_RD) = 0
                +0 read(4, ..., 1000) = 0
                +0 < P. 1:1001(1000) ack 1 win 32792
                *  > .  1:1(0) ack 1001
                """;
        passes(shut + "+0 read(4, ..., 1000) = 1000\n+0 read(4, ..., 1000) = 0\n");
        assertThat(run("freebsd", OPEN + shut + "+0 read(4, ..., 1000) = 0\n").failure()).isNull();
    }

    @Test
    void lingerIsReadBack() {
        passes("""
                +0 getsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=0, linger=0}, [8]) = 0
                +0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, 8) = 0
                +0 getsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=5}, [8]) = 0
                """);
        fails("+0 getsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, [8]) = 0\n", "{onoff=0, linger=0} instead");
    }

    @Test
    @Rfc({"9293#3.8.5", "MUST-31"})
    void theUrgentByteIsReadOutOfItsOrder() {
        passes("""
                +0 recv(4, ..., 1, MSG_OOB) = -1 EINVAL
                +0 < PU. 1:101(100) ack 1 win 32792 urg 50
                +0 recv(4, ..., 1, MSG_OOB) = 1
                +0 recv(4, ..., 1, MSG_OOB) = -1 EINVAL
                +0 read(4, ..., 200) = 49
                +0 read(4, ..., 200) = 50
                """);
    }

    @Test
    void theUrgentByteWaitsForWhoHasReadPastIt() {
        passes("""
                +0 < U. 1:11(10) ack 1 win 32792 urg 20
                +0 recv(4, ..., 1, MSG_OOB) = -1 EAGAIN
                +0 < P. 11:41(30) ack 1 win 32792
                +0 read(4, ..., 100) = 19
                +0 read(4, ..., 100) = 20
                +0 recv(4, ..., 1, MSG_OOB) = 1
                """);
    }

    @Test
    void spliceDoesNotWaitAtUrgentData() {
        passes("""
                +0 pipe([5, 6]) = 0
                +0 < U. 1:101(100) ack 1 win 32792 urg 100
                +0 splice(4, NULL, 6, NULL, 99, 0) = 99
                +0 splice(4, NULL, 6, NULL, 1, 0) = 0
                """);
    }

    @Test
    void tcpInfoTellsHowTheSenderIsDoing() {
        passes("""
                +0  %{ assert tcpi_ca_state == TCP_CA_Open and tcpi_advmss == 1460 and tcpi_busy_time == 0 }%
                +0  write(4, ..., 4000) = 4000
                +0  > P. 1:4001(4000) ack 1
                +.1 < .  1:1(0) ack 1 win 32792
                +0  %{ assert tcpi_ca_state == TCP_CA_Disorder, tcpi_ca_state }%
                +0  < .  1:1(0) ack 1 win 32792
                +0  < .  1:1(0) ack 1 win 32792
                +0  > .  1:1001(1000) ack 1
                +0  %{ assert tcpi_ca_state == TCP_CA_Recovery, tcpi_ca_state }%
                +.1 < .  1:1(0) ack 4001 win 32792
                +0  %{ assert tcpi_ca_state == TCP_CA_Open, tcpi_ca_state }%
                +.1 %{ assert tcpi_busy_time == 200000 and tcpi_sndbuf_limited == 0, tcpi_busy_time }%
                +0  write(4, ..., 1000) = 1000
                +0  > P. 4001:5001(1000) ack 1
                +.3 > P. 4001:5001(1000) ack 1
                +0  %{ assert tcpi_ca_state == TCP_CA_Loss, tcpi_ca_state }%
                +.1 < .  1:1(0) ack 5001 win 32792
                +0  %{ assert tcpi_ca_state == TCP_CA_Open, tcpi_ca_state }%
                """);
    }

    @Test
    void tcpInfoCountsProbesThatNobodyAnswers() {
        passes("""
                +0  < .  1:1(0) ack 1 win 0
                +0  write(4, ..., 1000) = 1000
                +.7 %{ assert tcpi_probes == 1, tcpi_probes }%
                +0  < .  1:1(0) ack 1 win 0
                +0  %{ assert tcpi_probes == 0, tcpi_probes }%
                """);
    }

    @Test
    void buffersOfTheKernelAreCountedNotBytes() {
        // half the window is 16000: a first buffer whose 10000 bytes leave, filled up again, and another one below the limit
        String write = """
                +0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [15000], 4) = 0
                +0 getsockopt(4, SOL_SOCKET, SO_SNDBUF, [30000], [4]) = 0
                +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 write(4, ..., 100000) = 42000
                +0 write(4, ..., 100000) = -1 EAGAIN
                +0 > P. 1:10001(10000) ack 1
                +0 poll([{fd=4, events=POLLOUT, revents=0}], 1, 0) = 0
                """;
        passes(write + """
                +.1 < . 1:1(0) ack 10001 win 32792
                +0 > P. 10001:30001(20000) ack 1
                +0 poll([{fd=4, events=POLLOUT, revents=0}], 1, 0) = 0
                +.1 < . 1:1(0) ack 26001 win 32792
                +0 poll([{fd=4, events=POLLOUT, revents=POLLOUT}], 1, 0) = 1
                """);
        fails(write + "+0 write(4, ..., 1) = 1\n", "EAGAIN instead of 1");
    }

    @Test
    void aWriterIsStoppedByWhatIsNotSentYet() {
        String write = """
                +0 setsockopt(4, SOL_TCP, TCP_NOTSENT_LOWAT, [4000], 4) = 0
                +0 getsockopt(4, SOL_TCP, TCP_NOTSENT_LOWAT, [4000], [4]) = 0
                +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 write(4, ..., 59000) = 26000
                +0 > P. 1:10001(10000) ack 1
                +0...0.2 poll([{fd=4, events=POLLOUT, revents=POLLOUT}], 1, 1000) = 1
                +.1 < . 1:1(0) ack 6001 win 32792
                +0 > P. 10001:22001(12000) ack 1
                +.1 < . 1:1(0) ack 10001 win 32792
                +0 > P. 22001:26001(4000) ack 1
                """;
        passes(write);
        assertThat(run("linux", "`sysctl -q net.ipv4.tcp_notsent_lowat=4000`\n" + OPEN + """
                +0 getsockopt(4, SOL_TCP, TCP_NOTSENT_LOWAT, [0], [4]) = 0
                +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 write(4, ..., 59000) = 26000
                """).failure()).isNull();
    }

    @Test
    void whoFoundNoRoomIsToldOnceByAnEdge() {
        passes("""
                +0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [15000], 4) = 0
                +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0 epoll_create(1) = 5
                +0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLOUT|EPOLLET, fd=4}) = 0
                +0 epoll_wait(5, {events=EPOLLOUT, fd=4}, 1, 0) = 1
                +0 write(4, ..., 100000) = 42000
                +0 epoll_wait(5, {events=0, ptr=0}, 1, 0) = 0
                +0 > P. 1:10001(10000) ack 1
                +.1 < . 1:1(0) ack 10001 win 32792
                +0 > P. 10001:30001(20000) ack 1
                +0 epoll_wait(5, {events=0, ptr=0}, 1, 0) = 0
                +.1 < . 1:1(0) ack 30001 win 32792
                +0 epoll_wait(5, {events=EPOLLOUT, fd=4}, 1, 0) = 1
                +.1 < . 1:1(0) ack 42001 win 32792
                +0 epoll_wait(5, {events=0, ptr=0}, 1, 0) = 0
                """);
    }

    @Test
    void whoMustWaitForRoomIsLimitedByTheSendBuffer() {
        passes("""
                +0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [5000], 4) = 0
                +0...0.2 write(4, ..., 40000) = 40000
                +0 > P. 1:10001(10000) ack 1
                +.1 < . 1:1(0) ack 10001 win 32792
                +0 > P. 10001:26001(16000) ack 1
                +0 %{ assert tcpi_sndbuf_limited == 0, tcpi_sndbuf_limited }%
                +.1 < . 1:1(0) ack 26001 win 32792
                +0 > P. 26001:40001(14000) ack 1
                +0 %{ assert tcpi_sndbuf_limited == 100000, tcpi_sndbuf_limited }%
                """);
    }

    private static final String FREE = """
            +0 recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 0}], msg_flags=MSG_ERRQUEUE,
                           msg_control=[{cmsg_level=SOL_IP, cmsg_type=IP_RECVERR,
                                         cmsg_data={ee_errno=0, ee_origin=SO_EE_ORIGIN_ZEROCOPY, ee_type=0,
                                                    ee_code=SO_EE_CODE_ZEROCOPY_COPIED, ee_info=%d, ee_data=%d}}]
                          }, MSG_ERRQUEUE) = 0
            """;
    private static final String EMPTY = "+0 recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 0}], msg_control=[]}, "
            + "MSG_ERRQUEUE) = -1 EAGAIN\n";

    @Test
    void pagesThatWereGivenAwayComeBackWhenTheyAreAcknowledged() {
        String sends = """
                +0 setsockopt(4, SOL_SOCKET, SO_ZEROCOPY, [1], 4) = 0
                +0 epoll_create(1) = 5
                +0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLOUT|EPOLLET, fd=4}) = 0
                +0 epoll_wait(5, {events=EPOLLOUT, fd=4}, 1, 0) = 1
                +0 send(4, ..., 4000, MSG_ZEROCOPY) = 4000
                +0 send(4, ..., 1000, MSG_ZEROCOPY) = 1000
                """ + EMPTY + """
                +.1 < . 1:1(0) ack 4001 win 32792
                +0 epoll_wait(5, {events=EPOLLERR|EPOLLOUT, fd=4}, 1, 0) = 1
                +0 epoll_wait(5, {events=0, ptr=0}, 1, 0) = 0
                """;
        passes(sends + FREE.formatted(0, 0) + EMPTY + "+.1 < . 1:1(0) ack 5001 win 32792\n" + FREE.formatted(1, 1));
        passes(sends + "+.1 < . 1:1(0) ack 5001 win 32792\n" + FREE.formatted(0, 1) + EMPTY);
        fails(sends + FREE.formatted(0, 1), "ee_data is 0 instead of 1");
    }

    @Test
    void withoutItsOptionZeroCopyTellsNothing() {
        passes("+0 send(4, ..., 1000, MSG_ZEROCOPY) = 1000\n+.1 < . 1:1(0) ack 1001 win 32792\n" + EMPTY);
    }

    @Test
    void timestampsTellWhenTheLastByteOfAWriteLeftAndWasAcknowledged() {
        String stamp = """
                +0 recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 0}], msg_flags=MSG_ERRQUEUE|MSG_TRUNC,
                               msg_control=[{cmsg_level=SOL_SOCKET, cmsg_type=SCM_TIMESTAMPING,
                                             cmsg_data={scm_sec=0, scm_nsec=%d}},
                                            {cmsg_level=SOL_IP, cmsg_type=IP_RECVERR,
                                             cmsg_data={ee_errno=ENOMSG, ee_origin=SO_EE_ORIGIN_TIMESTAMPING, ee_type=0,
                                                        ee_code=0, ee_info=SCM_TSTAMP_%s, ee_data=%d}}]
                              }, MSG_ERRQUEUE) = 0
                """;
        String write = """
                +0 setsockopt(4, SOL_SOCKET, SO_TIMESTAMPING, [SOF_TIMESTAMPING_TX_SCHED | SOF_TIMESTAMPING_TX_SOFTWARE |
                   SOF_TIMESTAMPING_TX_ACK | SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_ID], 4) = 0
                +0 write(4, ..., 11000) = 11000
                +.05 < . 1:1(0) ack 5001 win 32792
                +.05 < . 1:1(0) ack 11001 win 32792
                """;
        passes(write + stamp.formatted(150_000_000, "SCHED", 10999) + stamp.formatted(150_000_000, "SND", 10999)
                + stamp.formatted(200_000_000, "ACK", 10999) + EMPTY);
        fails(write + stamp.formatted(100_000_000, "SCHED", 10999), "the timestamp is 150000000 ns");
    }

    @Test
    void aChosenReceiveBufferBoundsTheScaleOfTheWindow() {
        assertThat(run("linux", """
                0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  setsockopt(3, SOL_SOCKET, SO_RCVBUF, [20000], 4) = 0
                +0  bind(3, ..., ...) = 0
                +0  listen(3, 1) = 0
                +0  < S  0:0(0) win 32792 <mss 1000,nop,wscale 7>
                +0  > S. 0:0(0) ack 1 <mss 1460,nop,wscale 0>
                """).failure()).isNull();
    }

    @Test
    void whereABurstOfLinuxEndsIsNotCompared() {
        passes("""
                +0 write(4, ..., 2500) = 2500
                +0 > .  1:1001(1000) ack 1
                +0 > P. 1001:2001(1000) ack 1
                +0 > P. 2001:2501(500) ack 1
                """);
        fails("+0 write(4, ..., 1000) = 1000\n+0 > . 1:1001(1000) ack 1\n", "<--");
    }

    @Test
    void theDeviceJoinsWhatIsInjectedAsOne() {
        assertThat(run("linux", "--mss=500\n" + OPEN + """
                +0 < P. 1:1001(1000) ack 1 win 32792
                +0 %{ assert tcpi_rcv_mss == 500, tcpi_rcv_mss }%
                """).failure()).isNull();
    }
}
