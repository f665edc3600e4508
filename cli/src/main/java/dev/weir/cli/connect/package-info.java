/** {@code weir connect}: {@link dev.weir.cli.connect.ConnectCommand} reads the options, {@link dev.weir.cli.connect.Dial} connects. */
package dev.weir.cli.connect;
