package dev.weir.core;

/** Something that an application asks of a stack; runs inside a turn, so it must neither block nor call a driver. */
@FunctionalInterface
public interface Request<R> {
    /** @throws dev.weir.core.tcp.CallRefused where the call cannot be granted; reaches the thread that submitted */
    R execute(Stack stack, long now);
}
