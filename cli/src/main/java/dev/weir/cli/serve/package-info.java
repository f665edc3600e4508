/**
 * {@code weir serve}: {@link dev.weir.cli.serve.ServeCommand} reads the options, {@link dev.weir.cli.serve.Server} accepts
 * clients, {@link dev.weir.cli.serve.Announcement} says who can reach it.
 */
package dev.weir.cli.serve;
