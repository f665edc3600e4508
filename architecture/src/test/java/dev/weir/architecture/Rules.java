package dev.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of {@code ARCHITECTURE.md}, for the classes below one root package: {@code dev.weir}, or a small world of
 * offenders that shows that each rule can fail. A module or package that does not exist yet obeys them all.
 */
final class Rules {
    /**
     * What each module may use of the others. {@code cli} may use all; {@code lab} (with {@code lab.junit} below it) and
     * {@code io} never meet.
     */
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.of(
            "wire", Set.of(),
            "core", Set.of("wire"),
            "io", Set.of("core", "wire"),
            "sockets", Set.of("core", "wire"),
            "lab", Set.of("core", "sockets", "wire"),
            "analysis", Set.of("core", "wire"),
            "view", Set.of("analysis", "core", "wire"),
            "doctor", Set.of("analysis", "sockets", "io", "core", "wire"),
            "cli", Set.of("wire", "core", "io", "sockets", "lab", "analysis", "view", "doctor")));

    /** The packages of {@code core}, lowest first; those of one line are neighbours and may not form a cycle. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("time", "event", "config"),
            Set.of("buffer", "link"),
            Set.of("ip"),
            Set.of("icmp", "udp", "tcp.congestion", "tcp.fastopen"),
            Set.of("tcp"),
            Set.of(""));

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    List<ArchRule> all() {
        var rules = new ArrayList<>(arrows());
        rules.add(layersOfCore());
        rules.add(noCycles());
        rules.add(noClock());
        rules.add(noThreadOrLock());
        rules.add(noSynchronizedMethod());
        rules.add(varHandlesOnlyInBuffersAndTurn());
        rules.add(noRandomSource());
        rules.add(noInputOutputOrLogger());
        rules.add(noProcessorDependentMathematics());
        rules.add(nativeAccessOnlyInIo());
        rules.add(noWeaselNames());
        return rules;
    }

    List<ArchRule> arrows() {
        var rules = new ArrayList<ArchRule>();
        ARROWS.forEach((module, allowed) -> {
            String[] forbidden = ARROWS.keySet().stream()
                    .filter(other -> !other.equals(module) && !allowed.contains(other))
                    .map(other -> root + "." + other + "..")
                    .toArray(String[]::new);
            if (forbidden.length > 0) {
                rules.add(noClasses().that().resideInAPackage(root + "." + module + "..")
                        .should().dependOnClassesThat().resideInAnyPackage(forbidden)
                        .as(module + " uses at most " + allowed)
                        .allowEmptyShould(true));
            }
        });
        return rules;
    }

    ArchRule layersOfCore() {
        return classes().that().resideInAPackage(root + ".core..").should(dependDownwards())
                .as("inside core: time, event, config < buffer, link < ip < icmp, udp, tcp.congestion, tcp.fastopen < tcp < core")
                .allowEmptyShould(true);
    }

    ArchRule noCycles() {
        return SlicesRuleDefinition.slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    ArchRule noClock() {
        return engine("read no clock", calls(Map.of(
                "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
                "java.time.Instant", Set.of("now"),
                "java.time.LocalDateTime", Set.of("now"),
                "java.time.ZonedDateTime", Set.of("now"),
                "java.util.Date", Set.of("<init>"))), "java.time.Clock", "java.time.InstantSource", "java.util.Timer");
    }

    ArchRule noThreadOrLock() {
        return engine("know no thread, no lock, no executor", calls(Map.of(
                "java.lang.Object", Set.of("wait", "notify", "notifyAll"))),
                "java.lang.Thread*", "java.lang.Runtime", "java.lang.Process*", "java.util.concurrent.*");
    }

    ArchRule noSynchronizedMethod() {
        return noMethods().that().areDeclaredInClassesThat(engine()).should().haveModifier(JavaModifier.SYNCHRONIZED)
                .as("core and wire have no synchronized method").allowEmptyShould(true);
    }

    /** Positions, marks and bells live in {@code core.buffer}; {@code Turn} holds the state of the driver. */
    ArchRule varHandlesOnlyInBuffersAndTurn() {
        return noClasses().that(engine())
                .and(DescribedPredicate.not(resideInAnyPackage(root + ".core.buffer..")))
                .and(DescribedPredicate.not(resideInAnyPackage(root + ".core").and(simpleName("Turn"))))
                .should().callMethodWhere(describe("a VarHandle accesses memory",
                        call -> call.getTargetOwner().getFullName().equals("java.lang.invoke.VarHandle")))
                .as("in core and wire only core.buffer and Turn use VarHandles").allowEmptyShould(true);
    }

    ArchRule noRandomSource() {
        return engine("draw no random numbers and hash no identity", calls(Map.of(
                "java.lang.Math", Set.of("random"),
                "java.util.UUID", Set.of("randomUUID"),
                "java.util.Collections", Set.of("shuffle"),
                "java.lang.System", Set.of("identityHashCode"))),
                "java.util.Random", "java.util.SplittableRandom", "java.util.random.*", "java.security.SecureRandom");
    }

    ArchRule noInputOutputOrLogger() {
        return engine("do no input or output, resolve no name and write no log", calls(Map.of(
                "java.lang.System", Set.of("getLogger", "getProperty", "getenv"),
                "java.net.InetAddress",
                Set.of("getByName", "getAllByName", "getLocalHost", "isReachable", "getHostName", "getCanonicalHostName"))),
                "java.io.*", "java.nio.file.*", "java.nio.channels.*", "java.lang.System$Logger", "java.util.logging.*",
                "java.net.*Socket", "java.net.NetworkInterface", "java.net.URL*");
    }

    /** These may differ between processors in the last bit; StrictMath and integers do not. */
    ArchRule noProcessorDependentMathematics() {
        return engine("compute the same on every processor", calls(Map.of("java.lang.Math", Set.of(
                "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "expm1", "log", "log10", "log1p",
                "pow", "cbrt", "sinh", "cosh", "tanh", "hypot"))));
    }

    ArchRule nativeAccessOnlyInIo() {
        return noClasses().that().resideInAPackage(root + "..").and().resideOutsideOfPackage(root + ".io.sys..")
                .should().dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup|FunctionDescriptor).*")
                .as("only io.sys calls native code").allowEmptyShould(true);
    }

    ArchRule noWeaselNames() {
        return noClasses().that().resideInAPackage(root + "..")
                .and().areNotAssignableTo("java.net.SocketImpl")
                .and().areNotAssignableTo("java.net.DatagramSocketImpl")
                .should().haveSimpleNameEndingWith("Impl")
                .orShould().haveSimpleNameStartingWith("Abstract")
                .orShould().haveSimpleNameEndingWith("Manager")
                .orShould().haveNameMatching(".*(Util|Utils|Helper|Helpers)")
                .as("names say what a class is: no Impl, Abstract, Manager, Util, Helper").allowEmptyShould(true);
    }

    DescribedPredicate<JavaClass> engine() {
        return resideInAnyPackage(root + ".core..", root + ".wire..").as("core and wire");
    }

    /** The engine makes none of the calls and uses none of the types ({@code *} stands for any rest of the name). */
    private ArchRule engine(String promise, DescribedPredicate<JavaAccess<?>> calls, String... types) {
        List<String> patterns = List.of(types);
        var condition = new ArchCondition<JavaClass>(promise) {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                for (JavaAccess<?> access : origin.getAccessesFromSelf()) {
                    if (calls.test(access)) events.add(SimpleConditionEvent.violated(origin, access.getDescription()));
                }
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    String target = dependency.getTargetClass().getBaseComponentType().getFullName();
                    if (patterns.stream().anyMatch(pattern -> matches(pattern, target))) {
                        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                    }
                }
            }
        };
        return classes().that(engine()).should(condition).as("core and wire " + promise).allowEmptyShould(true);
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(pattern.replace(".", "\\.").replace("$", "\\$").replace("*", ".*"));
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Map<String, Set<String>> methods) {
        return describe("forbidden calls", access -> methods
                .getOrDefault(access.getTargetOwner().getFullName(), Set.of()).contains(access.getTarget().getName()));
    }

    private ArchCondition<JavaClass> dependDownwards() {
        String core = root + ".core";
        return new ArchCondition<>("depend on lower packages only") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                int layer = layer(core, origin);
                if (layer < 0) {
                    events.add(SimpleConditionEvent.violated(origin, origin.getName() + " is in no layer of core"));
                }
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    if (layer(core, dependency.getTargetClass()) > layer) {
                        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** The layer of a class of core, -1 for a class elsewhere. */
    private static int layer(String core, JavaClass javaClass) {
        String name = javaClass.getPackageName();
        if (!name.equals(core) && !name.startsWith(core + ".")) return -1;
        String below = name.equals(core) ? "" : name.substring(core.length() + 1);
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            if (LAYERS.get(layer).contains(below)) return layer;
        }
        return -1;
    }
}
