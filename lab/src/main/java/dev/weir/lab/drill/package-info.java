/** Scripts in the packetdrill language: packets in and out, system calls and times, judged exactly in virtual time. */
package dev.weir.lab.drill;
