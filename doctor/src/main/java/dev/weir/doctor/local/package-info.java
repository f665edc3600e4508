/**
 * What is wrong on this machine itself: {@link dev.weir.doctor.local.LocalState} is read once, and one rule for each
 * fault looks at it.
 */
package dev.weir.doctor.local;
