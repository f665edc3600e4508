/**
 * What can be seen of a stack: the states of a connection, why segments are dropped and connections end, and the
 * events that observers receive. Every other package of the engine speaks in these words.
 */
package dev.weir.core.event;
