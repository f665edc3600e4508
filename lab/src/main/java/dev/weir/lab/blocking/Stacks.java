package dev.weir.lab.blocking;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What stack traces tell about a thread that waits. */
final class Stacks {
    /** Packages of what waits; the caller of the last of them is the application. */
    private static final List<String> LIBRARIES = List.of("java.", "javax.", "jdk.", "sun.", "dev.weir.core.",
            "dev.weir.sockets.", "dev.weir.lab.");
    private static final List<String> INPUT = List.of("sun.nio.", "java.io.", "java.net.", "java.lang.Process");
    private static final int DEEPEST = 30;

    private Stacks() {}

    /** The call that waits and where it is made: {@code Socket.connect, at Client.run(Client.java:12)}. */
    static String place(StackTraceElement[] stack) {
        for (int i = 1; i < stack.length; i++) {
            boolean isRoot = stack[i].getClassName().equals(ApplicationThread.class.getName())
                    && stack[i].getMethodName().equals("run");
            if (isRoot) return call(stack[i - 1]); // the whole body is a call of a library
            if (!isLibrary(stack[i])) return call(stack[i - 1]) + ", at " + stack[i];
        }
        return stack.length == 0 ? "nowhere" : stack[0].toString();
    }

    private static String call(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + frame.getMethodName();
    }

    static String text(StackTraceElement[] stack) {
        return Arrays.stream(stack).limit(DEEPEST).map(frame -> "    at " + frame).collect(Collectors.joining("\n"));
    }

    /** The thread is inside a call of the operating system that reads, writes or waits; its state does not tell. */
    static boolean isInput(StackTraceElement[] stack) {
        return stack.length > 0 && stack[0].isNativeMethod()
                && INPUT.stream().anyMatch(stack[0].getClassName()::startsWith);
    }

    private static boolean isLibrary(StackTraceElement frame) {
        return LIBRARIES.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
