package dev.weir.analysis.conversation;

import dev.weir.wire.IpAddress;

/** Address and port of one side. */
public record Endpoint(IpAddress address, int port) {
    /** {@code 10.0.0.1:80} or {@code [fd00::1]:80}. */
    @Override
    public String toString() {
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
