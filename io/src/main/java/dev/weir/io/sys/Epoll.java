package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** {@code struct epoll_event} and its constants: packed to 12 bytes on x86-64, 16 elsewhere. */
public final class Epoll {
    public static final int IN = 1;
    public static final int OUT = 4;
    public static final int EDGE_TRIGGERED = 1 << 31;
    public static final int ONE_SHOT = 1 << 30;
    public static final int ADD = 1;
    public static final int MODIFY = 3;
    public static final int CLOSE_ON_EXEC = 0x80000;

    private static final long DATA = isPacked(System.getProperty("os.arch")) ? 4 : 8;
    /** Bytes of one event. */
    public static final long BYTES = DATA + 8;

    private Epoll() {}

    static boolean isPacked(String architecture) {
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    public static void write(MemorySegment event, int interest, long data) {
        event.set(JAVA_INT_UNALIGNED, 0, interest);
        event.set(JAVA_LONG_UNALIGNED, DATA, data);
    }

    public static long data(MemorySegment events, int index) {
        return events.get(JAVA_LONG_UNALIGNED, index * BYTES + DATA);
    }
}
