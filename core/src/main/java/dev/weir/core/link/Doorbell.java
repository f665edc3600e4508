package dev.weir.core.link;

/** Something that may be rung from any thread; never blocks, and one ring after a change is enough. */
public interface Doorbell {
    void ring();
}
