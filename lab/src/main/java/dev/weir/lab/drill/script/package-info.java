/**
 * The language of scripts: text in, a checked {@link dev.weir.lab.drill.script.Script} out. It knows neither a stack
 * nor time; {@code docs/scripts.md} is its reference.
 */
package dev.weir.lab.drill.script;
