/**
 * What is wrong, said so that it can be checked: {@link dev.weir.analysis.finding.Fault} is the catalogue,
 * {@link dev.weir.analysis.finding.Finding} one case of it with its proof. Rules over captures, live probes and the state
 * of this machine all end here.
 */
package dev.weir.analysis.finding;
