package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.Notice.IcmpError;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.wire.IcmpHeader;

/**
 * SYNs that an ICMP error answers. Who sends it is not proven by itself, but a host that is not there has nobody to
 * tell a lie for: filter, missing machine and loop are told apart by type and code (RFC 792, RFC 1812 5.2.7, RFC 4443
 * 3).
 */
public final class IcmpRefusal implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var outcome = c.handshake().outcome();
        if (outcome != Outcome.UNANSWERED || c.icmpErrors().isEmpty()) return;
        var error = c.icmpErrors().getFirst();
        boolean first = c.version() == 4;
        if (first ? isProhibited4(error) : isProhibited6(error)) {
            prohibited(c, error, findings);
        } else if (first ? isUnreachable4(error) : isUnreachable6(error)) {
            unreachable(c, error, findings);
        } else if (error.type() == (first ? IcmpHeader.V4.TIME_EXCEEDED : IcmpHeader.V6.TIME_EXCEEDED)) {
            loop(c, error, findings);
        }
    }

    /** TCP itself answers with a reset: "port unreachable" for a SYN comes from a filter. */
    private static boolean isProhibited4(IcmpError error) {
        if (error.type() != IcmpHeader.V4.DESTINATION_UNREACHABLE) return false;
        return switch (error.code()) {
            case IcmpHeader.V4.UNREACHABLE_PORT, IcmpHeader.V4.UNREACHABLE_NETWORK_PROHIBITED,
                    IcmpHeader.V4.UNREACHABLE_HOST_PROHIBITED,
                            IcmpHeader.V4.UNREACHABLE_COMMUNICATION_PROHIBITED -> true;
            default -> false;
        };
    }

    private static boolean isProhibited6(IcmpError error) {
        return error.type() == IcmpHeader.V6.DESTINATION_UNREACHABLE
                && (error.code() == IcmpHeader.V6.UNREACHABLE_PROHIBITED
                        || error.code() == IcmpHeader.V6.UNREACHABLE_PORT);
    }

    private static boolean isUnreachable4(IcmpError error) {
        if (error.type() != IcmpHeader.V4.DESTINATION_UNREACHABLE) return false;
        return switch (error.code()) {
            case IcmpHeader.V4.UNREACHABLE_NETWORK, IcmpHeader.V4.UNREACHABLE_HOST,
                    IcmpHeader.V4.UNREACHABLE_NETWORK_UNKNOWN, IcmpHeader.V4.UNREACHABLE_HOST_UNKNOWN -> true;
            default -> false;
        };
    }

    private static boolean isUnreachable6(IcmpError error) {
        return error.type() == IcmpHeader.V6.DESTINATION_UNREACHABLE
                && (error.code() == IcmpHeader.V6.UNREACHABLE_NO_ROUTE
                        || error.code() == IcmpHeader.V6.UNREACHABLE_ADDRESS);
    }

    private static void prohibited(Conversation c, IcmpError error, Findings findings) {
        boolean own = error.sender().equals(c.server().address());
        var where = own ? "the server's own address, so a filter there or one that speaks in its name"
                : error.sender().toString();
        findings.claim(findings.of(Fault.FIREWALL_REJECT)
                .confidence(Confidence.CERTAIN)
                .verdict("A filter rejects port " + c.server().port() + " by ICMP; the sender of the refusal is "
                        + where + ".")
                .because("ICMP type " + error.type() + " code " + error.code() + " quotes the SYN, "
                        + Quantity.time(after(c, error)) + " after it", c.firstFrame(), error.frame())
                .not(Fault.PORT_CLOSED, "a host without a listener answers a SYN with a reset, not with ICMP",
                        error.frame())
                .not(Fault.FIREWALL_DROP, "somebody answered", error.frame())
                .cost(c.elapsedNanos())
                .advice("Ask whoever runs the filter at " + error.sender() + " to allow TCP port "
                        + c.server().port() + " from " + c.client().address()
                        + "; programs will call it \"no route\" or \"refused\"."));
    }

    private static void unreachable(Conversation c, IcmpError error, Findings findings) {
        findings.claim(findings.of(Fault.HOST_DOWN)
                .by(Culprit.NETWORK)
                .confidence(Confidence.CERTAIN)
                .verdict("Nobody has the address " + c.server().address() + ", says " + error.sender() + ".")
                .because("ICMP type " + error.type() + " code " + error.code() + " (unreachable) quotes the SYN",
                        c.firstFrame(), error.frame())
                .not(Fault.FIREWALL_REJECT, "the code is that of a router without a way on, not of a filter",
                        error.frame())
                .cost(c.elapsedNanos())
                .advice("Check where " + c.server().address() + " comes from (name server, hosts file, typing error), "
                        + "that the machine runs, and the route to it behind " + error.sender() + "."));
    }

    private static void loop(Conversation c, IcmpError error, Findings findings) {
        findings.claim(findings.of(Fault.ROUTING_LOOP)
                .confidence(Confidence.CERTAIN)
                .verdict("Packets for " + c.server().address() + " go round until their time to live is used up, near "
                        + error.sender() + ".")
                .because("ICMP \"time exceeded\" quotes the SYN", c.firstFrame(), error.frame())
                .not(Fault.HOST_DOWN, "no path is as long as the SYN's time to live allows", error.frame())
                .cost(c.elapsedNanos())
                .advice("Compare the routes to " + c.server().address() + " at " + error.sender()
                        + " and at its neighbour ('traceroute " + c.server().address() + "' shows the two)."));
    }

    private static long after(Conversation c, IcmpError error) {
        return Math.max(0, error.timestampNanos() - c.firstNanos());
    }
}
