/**
 * The internet layer: input checks, reassembly, output, source selection, path MTU; who stands above is an {@link
 * dev.weir.core.ip.UpperLayer}.
 */
package dev.weir.core.ip;
