package dev.weir.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/** Runs a test on a thread that has a network of its own: what it does to devices and addresses nobody else sees. */
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MethodHandle UNSHARE = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("unshare"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private NetworkNamespace() {}

    /** What a test does there. */
    @FunctionalInterface
    public interface Body {
        void run() throws Throwable;
    }

    /** @throws IllegalStateException without the right to make a namespace */
    public static void run(Body body) throws Throwable {
        var failure = new Throwable[1];
        var thread = Thread.ofPlatform().daemon().name("network namespace").start(() -> {
            try {
                enter();
                body.run();
            } catch (Throwable t) {
                failure[0] = t;
            }
        });
        if (!thread.join(PATIENCE)) {
            var stuck = new AssertionError("still running after " + PATIENCE);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
        if (failure[0] != null) throw failure[0];
    }

    private static void enter() throws Throwable {
        if ((int) UNSHARE.invokeExact(CLONE_NEWNET) != 0) {
            throw new IllegalStateException(
                    "no permission to make a network namespace (CAP_SYS_ADMIN); try sudo, or unshare -Urn");
        }
    }
}
