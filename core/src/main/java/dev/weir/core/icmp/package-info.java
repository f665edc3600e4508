/** ICMP and ICMPv6: echo is answered, errors reach the layer they concern, and what we have to say is rationed. */
package dev.weir.core.icmp;
