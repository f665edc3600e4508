/** Packets of scripts as bytes: numbers mapped between script and wire, and the link that carries them. */
package dev.weir.lab.drill.packet;
