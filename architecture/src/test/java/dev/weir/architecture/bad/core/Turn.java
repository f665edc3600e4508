package dev.weir.architecture.bad.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Does not offend: the one class outside the buffers that may use a VarHandle. */
final class Turn {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(int[].class);

    boolean enter(int[] state) {
        return STATE.compareAndSet(state, 0, 0, 1);
    }
}
