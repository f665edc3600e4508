package dev.weir.core.icmp;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.ip.Addresses;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.ip.IpDatagram;
import dev.weir.core.ip.IpInput;
import dev.weir.core.ip.UpperLayer;
import dev.weir.wire.Fault;
import dev.weir.wire.IcmpHeader;
import dev.weir.wire.IpProtocol;
import java.lang.foreign.MemorySegment;

/**
 * ICMP of one IP version: answers echo requests and hands errors to the layer whose packet they quote.
 *
 * <p>All else is ignored: source quench (RFC 6633, RFC 9293 MUST-55), redirects (there is one link and no route to
 * change), timestamps, and neighbour and router discovery, for the links of this stack have no link-layer addresses.
 */
public final class Icmp implements UpperLayer {
    private final boolean ipv4;
    private final Addresses addresses;
    private final IpInput input;
    private final IcmpReplies replies;
    private final boolean answersEcho;
    private final Counters counters;
    private final Observer observer;

    private Icmp(
            boolean ipv4, Addresses addresses, IpInput input, IcmpReplies replies, StackConfig config,
            Counters counters, Observer observer) {
        this.ipv4 = ipv4;
        this.addresses = addresses;
        this.input = input;
        this.replies = replies;
        this.answersEcho = config.ip().answerEcho();
        this.counters = counters;
        this.observer = observer;
    }

    /** Registers ICMP and ICMPv6 with {@code input}, where they find the layers that errors are for. */
    public static void register(
            IpInput input, IcmpReplies replies, Addresses addresses, StackConfig config, Counters counters,
            Observer observer) {
        input.register(new Icmp(true, addresses, input, replies, config, counters, observer));
        input.register(new Icmp(false, addresses, input, replies, config, counters, observer));
    }

    @Override
    public int protocol() {
        return ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
    }

    @Override
    public DropReason receive(IpDatagram datagram, long now) {
        counters.add(Counter.ICMP_RECEIVED);
        MemorySegment s = datagram.segment();
        long o = datagram.payloadOffset();
        int length = datagram.payloadLength();
        if (IcmpHeader.check(s, o, length) != Fault.NONE) return dropped(DropReason.BAD_ICMP, now);
        if (!datagram.needsNoVerification() && !verifies(datagram)) return dropped(DropReason.BAD_ICMP_CHECKSUM, now);
        // nothing but echo and errors concerns a host without routers and neighbours, and neither comes to a group
        if (!addresses.isLocal(datagram.destinationHigh(), datagram.destinationLow())) {
            return dropped(DropReason.ICMP_IGNORED, now);
        }
        int type = IcmpHeader.type(s, o);
        if (type == (ipv4 ? IcmpHeader.V4.ECHO_REQUEST : IcmpHeader.V6.ECHO_REQUEST)) {
            return dropped(answersEcho ? replies.echo(datagram, now) : DropReason.ICMP_IGNORED, now);
        }
        IcmpError.Meaning meaning = Meanings.of(ipv4, type, IcmpHeader.code(s, o));
        if (meaning == null) return dropped(DropReason.ICMP_IGNORED, now);
        var quote = ipv4 ? Quote.ipv4(s, IcmpHeader.quotedOffset(o), length - IcmpHeader.LENGTH)
                : Quote.ipv6(s, IcmpHeader.quotedOffset(o), length - IcmpHeader.LENGTH);
        if (quote == null) return dropped(DropReason.BAD_ICMP, now);
        // RFC 5927: an error goes to who sent what it quotes; anything else is forged
        boolean ours = quote.source().high() == datagram.destinationHigh()
                && quote.source().low() == datagram.destinationLow();
        UpperLayer layer = ours ? input.layer(quote.protocol(), ipv4) : null;
        if (layer == null) return dropped(DropReason.ICMP_UNMATCHED, now);
        int mtu = meaning != IcmpError.Meaning.PACKET_TOO_BIG ? 0
                : ipv4 ? IcmpHeader.mtuIpv4(s, o) : IcmpHeader.mtuIpv6(s, o);
        return layer.error(new IcmpError(meaning, type, IcmpHeader.code(s, o), datagram.source(), quote.source(),
                quote.destination(), s, quote.transportOffset(), quote.transportLength(), mtu), now);
    }

    /** Somebody could not deliver an ICMP message of ours; those are answers, so nobody here waits for them. */
    @Override
    public DropReason error(IcmpError error, long now) {
        return dropped(DropReason.ICMP_UNMATCHED, now);
    }

    private boolean verifies(IpDatagram datagram) {
        MemorySegment s = datagram.segment();
        long o = datagram.payloadOffset();
        return ipv4 ? IcmpHeader.verifiesIpv4(s, o, datagram.payloadLength())
                : IcmpHeader.verifiesIpv6(s, o, datagram.payloadLength(), datagram.sourceHigh(), datagram.sourceLow(),
                        datagram.destinationHigh(), datagram.destinationLow());
    }

    private DropReason dropped(DropReason reason, long now) {
        if (reason != DropReason.NONE && observer.wants(EventKind.DROPPED)) {
            observer.on(new Event.Dropped(now, null, reason));
        }
        return reason;
    }
}
