/**
 * The stack, put together: {@link dev.weir.core.Stack} wires the layers and has the six verbs, {@link
 * dev.weir.core.Turn} is the rule by which one driver at a time runs it, {@link dev.weir.core.Driver} is what the
 * application's threads see.
 */
package dev.weir.core;
