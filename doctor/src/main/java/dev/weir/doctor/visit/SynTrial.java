package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.io.probe.PacketTap.Packet;
import dev.weir.io.probe.SynProbe.Form;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.Optional;

/** A SYN made by hand, with one property chosen: only with the right to send it. */
public record SynTrial(IpAddress address, int port, Form form, Optional<Packet> answer, long beganNanos, long nanos)
        implements Result {
    @Override
    public String step() {
        return "syn";
    }

    public boolean isAnswered() {
        return answer.isPresent();
    }

    @Override
    public String text() {
        return form.text() + ": " + answer.map(packet -> "answered with " + TcpFlags.text(packet.flags()) + " after "
                + Quantity.time(nanos)).orElse("no answer in " + Quantity.time(nanos));
    }
}
