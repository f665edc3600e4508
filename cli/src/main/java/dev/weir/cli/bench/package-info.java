/**
 * {@code weir bench}: {@link dev.weir.cli.bench.BenchCommand} reads the options, a {@link dev.weir.cli.bench.Road} is a path
 * between two TCPs, and {@link dev.weir.cli.bench.Goodput}, {@link dev.weir.cli.bench.Latency} and
 * {@link dev.weir.cli.bench.Held} measure it, the same way on every path: by {@code java.net.Socket} and virtual threads.
 */
package dev.weir.cli.bench;
