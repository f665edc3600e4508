package dev.weir.cli.console;

/** When to colour. */
public enum Color { AUTO, ALWAYS, NEVER }
