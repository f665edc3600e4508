/** {@code weir swarm}: random configurations under invariants, seed after seed. */
package dev.weir.cli.swarm;
