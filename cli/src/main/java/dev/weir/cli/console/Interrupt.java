package dev.weir.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C, and its like: the first one asks the command to end, the second one kills.
 *
 * <p>The class of the JDK that knows signals is called by reflection: it is no part of Java SE, and where it is missing
 * Ctrl-C simply ends the process.
 */
public final class Interrupt {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final int KILLED = 128; // exit code of a process that signal n ended: 128 + n

    private final Runnable end;
    private final AtomicInteger signal = new AtomicInteger();

    private Interrupt(Runnable end) {
        this.end = end;
    }

    /** From now on, {@code end} is run once, on a thread of its own, when the process is asked to end. */
    public static Interrupt runs(Runnable end) {
        var interrupt = new Interrupt(end);
        try {
            var type = Class.forName("sun.misc.Signal");
            var handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler arrived = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    interrupt.arrived((int) type.getMethod("getNumber").invoke(arguments[0]));
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "interrupt";
            };
            var handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, arrived);
            var handle = type.getMethod("handle", type, handlerType);
            for (String name : SIGNALS) handle.invoke(null, type.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException e) {
            return interrupt; // not this Java, or it keeps the signals for itself (-Xrs)
        }
        return interrupt;
    }

    void arrived(int number) {
        if (!signal.compareAndSet(0, number)) Runtime.getRuntime().halt(KILLED + number);
        end.run();
    }

    /** Whether the process was asked to end. */
    public boolean happened() {
        return signal.get() != 0;
    }

    /** As shells have it: 128 and the number of the signal. */
    public int exitCode() {
        return KILLED + signal.get();
    }
}
