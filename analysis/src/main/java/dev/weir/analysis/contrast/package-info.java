/** Where other tools label a packet otherwise than it is judged here, and why. */
package dev.weir.analysis.contrast;
