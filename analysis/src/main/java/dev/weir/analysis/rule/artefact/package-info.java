/** What is due to the way of capturing, and never a verdict about a connection. */
package dev.weir.analysis.rule.artefact;
