package dev.weir.analysis.rule;

/** Looks for what only many conversations together show, once the file was read. */
@FunctionalInterface
public interface FileRule {
    void examine(FileContext context, Findings findings);
}
