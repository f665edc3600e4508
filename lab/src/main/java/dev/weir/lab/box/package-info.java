/**
 * What stands in the middle of paths and changes, drops or makes packets. A {@link dev.weir.lab.box.Middlebox} is one such
 * habit; a box in the network is a chain of them, innermost first, with an inside and an outside.
 */
package dev.weir.lab.box;
