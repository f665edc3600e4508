/**
 * What tshark says of the same segments, by its own rules, so that its labels and ours can be laid side by side. The
 * rules are those of one version each; where they are surprising, they are kept so.
 */
package dev.weir.analysis.tshark;
