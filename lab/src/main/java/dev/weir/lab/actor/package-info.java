/** Applications for simulations: what sends, what reads, and what misbehaves. */
package dev.weir.lab.actor;
