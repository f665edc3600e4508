/**
 * What connections add up to, counted while they run: memory does not grow with what is counted. {@link
 * dev.weir.analysis.flow.Meters} listens to hosts, {@link dev.weir.analysis.flow.EndpointMeter} counts one side of one
 * connection, {@link dev.weir.analysis.flow.FlowReport} is both sides, with the curves for charts.
 */
package dev.weir.analysis.flow;
