/**
 * What moves through a simulated network: {@link dev.weir.lab.packet.Packet}s from a bounded
 * {@link dev.weir.lab.packet.PacketPool}, and the {@link dev.weir.lab.packet.Place}s that decide about them. Each decision
 * has a {@link dev.weir.lab.packet.Cause}, is counted at its place, and is a {@link dev.weir.lab.packet.Decision} for
 * whoever listens.
 */
package dev.weir.lab.packet;
