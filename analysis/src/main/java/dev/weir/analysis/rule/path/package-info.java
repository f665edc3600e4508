/** What a path does not carry: sizes, options. */
package dev.weir.analysis.rule.path;
