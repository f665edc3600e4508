package dev.weir.io.sys;

import java.io.IOException;

/** A call that must not fail has failed. */
public final class SystemCallFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final int errno;

    /** @param what was tried, for a person: {@code "give weir0 the address 10.77.0.1/24"} */
    public SystemCallFailed(String what, int errno) {
        super("cannot " + what + ": " + Errno.text(errno));
        this.what = what;
        this.errno = errno;
    }

    public String what() {
        return what;
    }

    public int errno() {
        return errno;
    }

    /** @param result of a method of {@link SystemCalls} */
    public static int check(int result, String what) throws SystemCallFailed {
        if (result < 0) throw new SystemCallFailed(what, -result);
        return result;
    }

    public static long check(long result, String what) throws SystemCallFailed {
        if (result < 0) throw new SystemCallFailed(what, (int) -result);
        return result;
    }
}
