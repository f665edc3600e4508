/** What applications say to each other, and do not. */
package dev.weir.analysis.rule.talk;
