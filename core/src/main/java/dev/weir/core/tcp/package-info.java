/**
 * The protocol. In reading order, each with where it is written:
 *
 * <ol>
 *   <li>{@link dev.weir.core.tcp.Connection}: the TCB and the user calls (RFC 9293 3.3.1, 3.9.1, 3.10.1-6); what
 *       application threads touch of it is {@link dev.weir.core.tcp.ApplicationSide}, how they end it
 *       {@code UserClose}.
 *   <li>{@code SegmentArrives}: what a segment does to a connection, a method per step (3.10.7). LISTEN is in
 *       {@link dev.weir.core.tcp.Listener}, SYN-RECEIVED of a passive open in {@code HalfOpen}, TIME-WAIT in
 *       {@code TimeWait}, CLOSED in {@code TcpInput}. Data in the SYN (7413): {@code FastOpenClient}, {@code
 *       FastOpenServer}, {@code tcp.fastopen}.
 *   <li>{@code Sender}: what to send now (3.7.4, 3.8.1, 3.8.6). {@code SendSequence} is figure 3,
 *       {@code SentSegments} what is outstanding (6675 section 2), {@code RetransmissionTimer} with
 *       {@code RttEstimator} the time-out (6298), {@code WindowProbe} the persist timer (3.8.6.1),
 *       {@code LossRecovery} with {@code DuplicateAcks} which segment is lost (5681, 6582, 3042),
 *       {@code SpuriousRecovery} whether it was (3522, 4015), {@link dev.weir.core.tcp.congestion.CongestionControl}
 *       how much may be in flight (5681).
 *   <li>{@code Receiver}: acceptance and order (3.4, 3.10.7.4). {@code ReceiveSequence} is figure 4,
 *       {@code Reassembly} what waits behind a hole and its SACK blocks (2018, 2883), {@code AckPolicy} when to
 *       acknowledge (3.8.6.3), {@code ReceiveWindow} what to offer (3.8.6.2.2).
 *   <li>{@code Emission}: what leaves in a flush, and what its header says (3.1); {@code Answers}, {@code Reset},
 *       {@code Challenges}: what is owed at once (5681 4.2, 3.5.2, 5961).
 *   <li>{@code Timers} and {@code TimerExpires}, {@code SoftErrors}, {@code KeepAlive}, {@code PathMtu},
 *       {@code Timestamps}, {@code Ecn}, {@code IcmpArrives}: one page each (3.8.3, 3.8.4, 3.7.1, 7323, 3168, 3.9.2.2).
 *   <li>{@link dev.weir.core.tcp.Tcp}: the user calls that open, and what endpoints share. {@code Endpoints} come and
 *       go, {@code Handshakes} begin them; {@code ConnectionTable}, {@code Bindings} (6056), {@code InitialSequence}
 *       (6528), {@code SynCookies} (4987); {@code MemoryQueue} for writers when memory is short.
 *   <li>{@code TcpInput}, {@code TcpOutput}: the edges, where sequence numbers of 32 bits become positions, and back.
 * </ol>
 *
 * <p>Data flows one way: {@code TcpInput -> SegmentArrives -> Receiver, Sender -> (due) -> flush -> TcpOutput}. Inside a
 * connection sequence numbers are {@code long} positions relative to ISS and IRS; {@code Sequence} is the border.
 */
package dev.weir.core.tcp;
