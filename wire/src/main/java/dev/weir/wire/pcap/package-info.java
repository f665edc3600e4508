/**
 * Capture files, encoded to and decoded from memory: pcapng written, pcapng and classic pcap read. Files, pipes and
 * compression are the caller's.
 *
 * @spec https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-04.html PCAP Next Generation Capture File Format
 * @spec https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-06.html PCAP Capture File Format
 */
package dev.weir.wire.pcap;
