/**
 * What holds in every run of the swarm, each as a class that says where it is written and can be shown to fail: bytes
 * ({@link dev.weir.lab.swarm.invariant.StreamIntact}), windows ({@link dev.weir.lab.swarm.invariant.WithinPeerWindow},
 * {@link dev.weir.lab.swarm.invariant.WithinCwnd}, {@link dev.weir.lab.swarm.invariant.RightEdgeStays}), packets
 * ({@link dev.weir.lab.swarm.invariant.WellFormedPackets}, {@link dev.weir.lab.swarm.invariant.SackBlocksFit}), and the
 * end ({@link dev.weir.lab.swarm.invariant.EveryConnectionEnds}, {@link
 * dev.weir.lab.swarm.invariant.NothingWaitsForever}, {@link dev.weir.lab.swarm.invariant.NoChunkLeaked}, {@link
 * dev.weir.lab.swarm.invariant.MemoryWithinLimits}).
 */
package dev.weir.lab.swarm.invariant;
