/**
 * Networks of hosts, routers, boxes and links in virtual time. Read {@link dev.weir.lab.net.Network} first: it is the
 * builder and the thing; then {@link dev.weir.lab.net.Lane}, one direction of a link, through which every packet goes.
 *
 * <pre>
 *   Stack -&gt; HostPort -&gt; Lane [impairments, queue, rate, delay] -&gt; Router or Box -&gt; Lane ... -&gt; HostPort -&gt; Stack
 * </pre>
 *
 * A packet is copied once, when the stack sends it; from there on its owner hands it over.
 */
package dev.weir.lab.net;
