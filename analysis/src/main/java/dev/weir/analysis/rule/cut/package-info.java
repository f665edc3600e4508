/** How connections break. */
package dev.weir.analysis.rule.cut;
