package dev.weir.lab.drill.script;

/**
 * A step that was read but means nothing here: the script has an {@link Obstacle} that says why, and does not run.
 *
 * @param text as written
 */
public record Outside(String text) implements Step.Action {}
