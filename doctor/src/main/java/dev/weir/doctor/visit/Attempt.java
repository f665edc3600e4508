package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.core.event.Flow;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.probe.ConnectProbe.Outcome;
import dev.weir.io.probe.IcmpError;
import dev.weir.wire.IpAddress;
import java.util.Optional;

/** One attempt to connect to one address of the target. */
public record Attempt(IpAddress address, int port, Outcome outcome, long beganNanos) implements Result {
    @Override
    public String step() {
        return "connect";
    }

    @Override
    public long nanos() {
        return outcome.nanos();
    }

    public End end() {
        return outcome.end();
    }

    public boolean isConnected() {
        return end() == End.CONNECTED;
    }

    /** The first ICMP error that came back. */
    public Optional<IcmpError> icmp() {
        return outcome.icmp().stream().findFirst();
    }

    /** {@code 10.0.0.1:80}. */
    public String place() {
        return Flow.endpoint(address, port);
    }

    @Override
    public String text() {
        String after = Quantity.time(nanos());
        String because = icmp().map(error -> ": " + error).orElse("");
        return place() + switch (end()) {
            case CONNECTED -> " connected in " + after + (outcome.syns() > 1 ? " with " + outcome.syns() + " SYNs"
                    : "");
            case REFUSED -> " refused after " + after + (because.isEmpty() ? ": a reset came back" : because);
            case NOT_SENT -> ": nothing was sent: " + outcome.error();
            case UNREACHABLE -> ": " + outcome.error() + " after " + after + because;
            case SILENT -> ": no answer to " + Quantity.count(outcome.syns(), "SYN") + " in " + after + because;
            case NO_PORT -> ": no source port: " + outcome.error();
            case FAILED -> ": " + outcome.error() + " after " + after + because;
        };
    }
}
