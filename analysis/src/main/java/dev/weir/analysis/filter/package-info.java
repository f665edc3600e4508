/**
 * The language of tcpdump's filters, as pcap-filter(7) describes it, evaluated packet by packet. Like there, an
 * expression
 * looks at the outermost headers: what is behind a VLAN tag is seen with {@code vlan and ...}.
 */
package dev.weir.analysis.filter;
