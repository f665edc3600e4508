/** Where time goes that somebody waits for. */
package dev.weir.analysis.rule.slow;
