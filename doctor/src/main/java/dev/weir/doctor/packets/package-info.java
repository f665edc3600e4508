/** What takes the right to see and send packets (CAP_NET_RAW): who really answered, and SYNs made by hand. */
package dev.weir.doctor.packets;
