/**
 * What tcptrace 6.6.7 says of connections with {@code -l -r}, by its rules: to be compared with, and for those who have its
 * words in their fingers. Where its rules and those of this project differ, they are told apart elsewhere.
 */
package dev.weir.analysis.tcptrace;
