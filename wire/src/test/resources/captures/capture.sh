#!/bin/bash
# Makes the captures of this directory anew. As root: capture.sh DIRECTORY. Needs iproute2, ethtool, tcpdump, tshark,
# iputils-ping and python3; leaves no namespace behind.
set -u
cd "${1:?directory for the captures}" || exit 1
for n in weirA weirR weirB; do ip netns add $n; ip -n $n link set lo up; done
trap 'for n in weirA weirR weirB; do ip netns del $n; done' EXIT
client="ip netns exec weirA"
router="ip netns exec weirR"
server="ip netns exec weirB"

ip link add a0 netns weirA type veth peer name ra netns weirR
ip link add b0 netns weirB type veth peer name rb netns weirR
for x in weirA:a0 weirR:ra weirR:rb weirB:b0; do
  ip netns exec ${x%:*} ethtool -K ${x#*:} tx off tso off gso off gro off >/dev/null 2>&1
  ip netns exec ${x%:*} sysctl -qw net.ipv6.conf.${x#*:}.accept_dad=0
done
$router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
$client sysctl -qw net.ipv4.tcp_ecn=1 net.ipv4.tcp_fastopen=3
$server sysctl -qw net.ipv4.tcp_ecn=1 net.ipv4.tcp_fastopen=3
ip -n weirA addr add 10.9.1.2/24 dev a0; ip -n weirA addr add fd09:1::2/64 dev a0
ip -n weirR addr add 10.9.1.1/24 dev ra; ip -n weirR addr add fd09:1::1/64 dev ra
ip -n weirR addr add 10.9.2.1/24 dev rb; ip -n weirR addr add fd09:2::1/64 dev rb
ip -n weirB addr add 10.9.2.2/24 dev b0; ip -n weirB addr add fd09:2::2/64 dev b0
ip -n weirR link set ra up; ip -n weirR link set rb up mtu 1280
ip -n weirB link set b0 up mtu 1280; ip -n weirA link set a0 up

$client tcpdump -n -i a0 -U -w tcp.pcap tcp and not port 7001 2>/dev/null & tcp=$!
$client tcpdump -n -i a0 --time-stamp-precision=nano -U -w icmp.pcap icmp or udp or ip6 and not tcp 2>/dev/null & icmp=$!
sleep 3
ip -n weirA route add default via 10.9.1.1; ip -n weirA route add default via fd09:1::1
ip -n weirB route add default via 10.9.2.1; ip -n weirB route add default via fd09:2::1
$client tshark -q -i a0 -w whole.pcapng -f "tcp port 7001 or udp" 2>/dev/null & sack=$!
sleep 3

$server python3 - 2>/dev/null <<'P' & listeners=$!
import ctypes, socket, struct, threading, time

def lossy(c):  # a classic BPF program on the socket that drops two segments of five
    code = struct.pack('HBBI' * 4, 0x20, 0, 0, 0xfffff000 + 56, 0x35, 1, 0, 0x66666666, 6, 0, 0, 0, 6, 0, 0, 0xffff)
    program = ctypes.create_string_buffer(code)
    c.setsockopt(socket.SOL_SOCKET, 26, struct.pack('HxxxxxxP', 4, ctypes.addressof(program)))

def serve(family, port):
    s = socket.socket(family)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 8)
    s.bind(('', port))
    s.listen(8)
    while True:
        c, _ = s.accept()
        if port == 7001:
            lossy(c)
        c.sendall(b'hello ' + c.recv(65536)[:10])
        while c.recv(65536):
            pass
        c.close()

for family, port in ((socket.AF_INET, 7000), (socket.AF_INET6, 7006), (socket.AF_INET, 7001)):
    threading.Thread(target=serve, args=(family, port), daemon=True).start()
time.sleep(25)
P
sleep 1
$client python3 - <<'P'
import socket, time

for family, host, port in ((socket.AF_INET, '10.9.2.2', 7000), (socket.AF_INET6, 'fd09:2::2', 7006)):
    s = socket.create_connection((host, port), 3)
    s.sendall(b'weir'); s.recv(100); s.close(); time.sleep(.3)
    for i in range(2):  # asks for a Fast Open cookie, then uses it
        s = socket.socket(family)
        s.sendto(b'fast%d' % i, socket.MSG_FASTOPEN, (host, port)); s.recv(100); s.close(); time.sleep(.3)
    try:
        socket.create_connection((host, 9), 2)
    except ConnectionRefusedError:
        time.sleep(.2)
    socket.socket(family, socket.SOCK_DGRAM).sendto(b'nobody listens', (host, 9)); time.sleep(.2)
s = socket.create_connection(('10.9.2.2', 7000))
s.send(b'!', socket.MSG_OOB); s.sendall(b'urgent'); time.sleep(.2); s.close()
s = socket.create_connection(('10.9.2.2', 7001), 5)
time.sleep(.2); s.sendall(b'x' * 8000); s.recv(100); time.sleep(1.5); s.close(); time.sleep(.5)
P
for host in 10.9.2.2 fd09:2::2; do
  $client ping -c 1 -s 10 $host >/dev/null
  $client ping -c 1 -W 1 -t 1 -s 10 $host >/dev/null
  $client ping -c 1 -W 1 -M do -s 1400 $host >/dev/null
  $client ping -c 1 -W 1 -M dont -s 1500 $host >/dev/null
done
$client ping -R -c 1 -W 1 -s 10 10.9.2.2 >/dev/null
$client python3 -c "
import socket, time
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.setsockopt(41, 20, socket.inet_pton(10, 'ff15::7e17') + bytes(4)); time.sleep(1)"
sleep 1
kill $tcp $icmp $sack $listeners
wait
editcap -a 24:"the gap below is SACKed above" -r whole.pcapng sack.pcapng 1-24 && rm whole.pcapng
