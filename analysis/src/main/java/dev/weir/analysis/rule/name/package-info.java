/** What name servers answer, and do not. */
package dev.weir.analysis.rule.name;
