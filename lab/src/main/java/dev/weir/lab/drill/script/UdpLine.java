package dev.weir.lab.drill.script;

/**
 * A UDP datagram: {@code < udp 53>1024 (100)}.
 *
 * @param ports null: the current ones
 * @param length payload bytes, 0..65535
 */
public record UdpLine(boolean inbound, IpFields ip, TcpLine.Ports ports, int length) implements Step.Action {
    @Override
    public String toString() {
        return (inbound ? "< " : "> ") + (ip.toString().isEmpty() ? "" : ip + " ") + "udp "
                + (ports == null ? "" : ports + " ") + "(" + length + ")";
    }
}
