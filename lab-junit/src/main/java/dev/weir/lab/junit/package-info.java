/**
 * Tests of clients and servers on a simulated network, in virtual time, from a seed: {@link
 * dev.weir.lab.junit.SimulatedNetwork} says which network, {@link dev.weir.lab.junit.SeededTest} runs a test over many
 * seeds, and its parameters are what it needs of the two hosts. {@code SimulatedNetworkExtension} ties JUnit's calls to
 * one {@code Run} each.
 */
package dev.weir.lab.junit;
