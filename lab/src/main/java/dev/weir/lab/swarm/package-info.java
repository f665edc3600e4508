/**
 * Random configurations under invariants: {@link dev.weir.lab.swarm.Drawing} makes a {@link
 * dev.weir.lab.swarm.Configuration} from a seed, {@link dev.weir.lab.swarm.Simulation} runs it, {@link
 * dev.weir.lab.swarm.Minimiser} leaves out of one that fails what the failure does not need, by the named steps of
 * {@link dev.weir.lab.swarm.Reductions}. {@link dev.weir.lab.swarm.Swarm} is the way in.
 */
package dev.weir.lab.swarm;
