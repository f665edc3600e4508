/** Ties tests to the rules they prove. */
package dev.weir.conformance;
