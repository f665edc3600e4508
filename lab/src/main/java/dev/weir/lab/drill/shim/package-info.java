/**
 * System calls of scripts on the stack under test: descriptors, sockets, readiness and options, with the results and
 * errors of Linux or FreeBSD. What is missing is said by name.
 */
package dev.weir.lab.drill.shim;
