package dev.weir.core.config;

import java.time.Duration;

/**
 * RFC 5961 and the like.
 *
 * @param challengeAcks RFC 5961: challenge resets and SYNs in the window, and old acknowledgments; otherwise RFC 793's rules
 * @param challengesPerSecond challenge ACKs of the whole stack per second, 0..1,000,000
 * @param invalidAckInterval least time between two ACKs that answer unacceptable segments of one connection, 0..10 s
 * @param hardIcmpAborts SHLD-26 at its letter: hard ICMP errors end synchronized connections too (RFC 5927 advises against)
 * @param softIcmpFailsConnect host and network unreachable end a connection attempt at once, as Linux does, against MUST-56
 * @param prohibitionFailsConnect an administrative prohibition, an exceeded hop limit or a next header that the peer does not
 *     know ends a connection attempt at once, as
 *     at FreeBSD, against MUST-56
 * @param icmpFailsConnect hard ICMP errors end a connection attempt; otherwise no ICMP error does (FreeBSD's {@code icmp_may_rst})
 * @param synFinDropped a segment with both SYN and FIN is dropped unseen (FreeBSD's {@code drop_synfin})
 * @param timestampsRequired RFC 7323 3.2: once timestamps are agreed on, a segment without them is dropped, unless it is a reset
 * @param timestampNeedsAck TS.Recent is taken only from a segment whose acknowledgment can be true, so that who guesses a
 *     sequence number cannot spoil PAWS; otherwise from all in the window (RFC 7323 4.3)
 * @param unsentAckAnswered who acknowledges what was never sent gets an ACK (RFC 9293 3.10.7.4); otherwise nothing, as at Linux
 */
public record Security(
        boolean challengeAcks,
        int challengesPerSecond,
        Duration invalidAckInterval,
        boolean hardIcmpAborts,
        boolean softIcmpFailsConnect,
        boolean prohibitionFailsConnect,
        boolean icmpFailsConnect,
        boolean synFinDropped,
        boolean timestampsRequired,
        boolean timestampNeedsAck,
        boolean unsentAckAnswered) {
    public Security {
        Range.check("challengesPerSecond", challengesPerSecond, 0, 1000000);
        Range.check("invalidAckInterval", invalidAckInterval, "PT0S", "PT10S");
    }

    public Security withChallengeAcks(boolean challengeAcks) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withChallengesPerSecond(int challengesPerSecond) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withInvalidAckInterval(Duration invalidAckInterval) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withHardIcmpAborts(boolean hardIcmpAborts) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withSoftIcmpFailsConnect(boolean softIcmpFailsConnect) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withProhibitionFailsConnect(boolean prohibitionFailsConnect) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withIcmpFailsConnect(boolean icmpFailsConnect) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withSynFinDropped(boolean synFinDropped) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withTimestampsRequired(boolean timestampsRequired) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withTimestampNeedsAck(boolean timestampNeedsAck) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }

    public Security withUnsentAckAnswered(boolean unsentAckAnswered) {
        return new Security(challengeAcks, challengesPerSecond, invalidAckInterval, hardIcmpAborts, softIcmpFailsConnect,
                prohibitionFailsConnect, icmpFailsConnect, synFinDropped, timestampsRequired, timestampNeedsAck,
                unsentAckAnswered);
    }
}
