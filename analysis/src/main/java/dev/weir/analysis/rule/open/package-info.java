/** How connections come to be, or do not. */
package dev.weir.analysis.rule.open;
