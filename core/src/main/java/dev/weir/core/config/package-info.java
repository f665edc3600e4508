/** Every value that the RFCs leave open and every limit, as immutable records with documented ranges. */
package dev.weir.core.config;
