/** Curves for people: in a terminal ({@link dev.weir.analysis.chart.TextPlot}) and on a page ({@link
 * dev.weir.analysis.chart.Page}). */
package dev.weir.analysis.chart;
