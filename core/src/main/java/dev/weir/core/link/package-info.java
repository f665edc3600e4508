/**
 * Roads for IP packets: the {@link dev.weir.core.link.Link} interface and the links that need no operating system.
 *
 * <p>A link carries whole IP packets. Wrappers ({@code ImpairedLink}, {@code CapturedLink}, {@code SegmentingLink})
 * are links around a link. Frames and outgoing packets are borrowed for the length of a call.
 */
package dev.weir.core.link;
