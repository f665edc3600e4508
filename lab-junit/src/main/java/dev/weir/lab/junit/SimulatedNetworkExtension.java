package dev.weir.lab.junit;

import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.blocking.SimulatedClock;
import dev.weir.lab.blocking.Simulation;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.NetworkLink;
import dev.weir.sockets.Sockets;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** What JUnit calls for {@link SimulatedNetwork} and {@link SeededTest}; nobody names it. */
public final class SimulatedNetworkExtension
        implements TestTemplateInvocationContextProvider, ParameterResolver, InvocationInterceptor, AfterEachCallback {
    private static final String PCAP = "weir.pcap";
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SimulatedNetworkExtension.class);

    private static final Map<Class<?>, Function<Run, Object>> OF_THE_RUN = Map.of(
            Simulation.class, Run::simulation,
            VirtualTime.class, run -> run.net().time(),
            Network.class, Run::net,
            NetworkLink.class, Run::road,
            SimulatedClock.class, run -> run.simulation().clock(),
            Clock.class, run -> run.simulation().clock(),
            InstantSource.class, run -> run.simulation().clock(),
            RandomGenerator.class, Run::random);
    private static final Map<Class<?>, Function<SimulatedHost, Object>> OF_A_HOST = Map.of(
            SimulatedHost.class, host -> host,
            Host.class, SimulatedHost::host,
            Sockets.class, SimulatedHost::sockets,
            SocketFactory.class, SimulatedHost::socketFactory,
            ServerSocketFactory.class, SimulatedHost::serverSocketFactory,
            InetAddress.class, SimulatedHost::address);

    /** What a test without the annotation gets. */
    @SimulatedNetwork
    private static final class Perfect {}

    /** JUnit makes one for each test class. */
    public SimulatedNetworkExtension() {}

    // ---- one run for each seed

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), SeededTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return seeds(network(context)).stream().mapToObj(SeedOfRun::new);
    }

    /** Tells the seed before anything of the run is made. */
    private record SeedOfRun(long seed) implements TestTemplateInvocationContext, BeforeEachCallback {
        @Override
        public String getDisplayName(int invocation) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            context.getStore(NAMESPACE).put(SeedOfRun.class, this);
        }
    }

    private static Seeds seeds(SimulatedNetwork network) {
        return Seeds.of(network, System.getProperty(Seeds.ONE), System.getProperty(Seeds.RANGE));
    }

    /** Of the method, or its class, or a class around that. */
    private static SimulatedNetwork network(ExtensionContext context) {
        for (Optional<ExtensionContext> at = Optional.of(context); at.isPresent(); at = at.get().getParent()) {
            var found = AnnotationSupport.findAnnotation(at.get().getElement(), SimulatedNetwork.class);
            if (found.isPresent()) return found.get();
        }
        return Perfect.class.getAnnotation(SimulatedNetwork.class);
    }

    // ---- the run of a test

    private static Run run(ExtensionContext context) {
        var store = context.getStore(NAMESPACE);
        Run run = store.get(Run.class, Run.class);
        if (run == null) {
            SimulatedNetwork network = network(context);
            var told = store.get(SeedOfRun.class, SeedOfRun.class);
            if (told == null && network.seeds() > 1) {
                throw new ExtensionConfigurationException(
                        "seeds = " + network.seeds() + " needs @SeededTest instead of @Test");
            }
            long seed = told != null ? told.seed() : Seeds.of(network, System.getProperty(Seeds.ONE), null).first();
            run = new Run(network, seed, System.getProperty(PCAP) != null || !network.pcap().isEmpty());
            store.put(Run.class, run);
        }
        return run;
    }

    @Override
    public void interceptTestMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        execute(test, context);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        execute(test, context);
    }

    private static void execute(Invocation<Void> test, ExtensionContext context) throws Throwable {
        Run run = run(context);
        String name = context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName();
        String folder = System.getProperty(PCAP);
        try {
            run.execute(test::proceed);
        } catch (TestAbortedException e) {
            throw e;
        } catch (Throwable t) {
            String packets = written(run, folder == null ? network(context).pcap() : folder, name);
            var advice = "seed " + run.seed() + " fails; to run it alone: -Dtest=" + name.replace('.', '#') + " -D"
                    + Seeds.ONE + "=" + run.seed() + packets;
            System.err.println(advice);
            context.publishReportEntry(Seeds.ONE, Long.toString(run.seed()));
            t.addSuppressed(new FailedSeed(advice));
            throw t;
        }
        if (folder != null) run.writeCapture(Path.of(folder), name);
    }

    private static String written(Run run, String folder, String name) {
        try {
            return run.writeCapture(Path.of(folder), name).map(file -> "; packets: " + file).orElse("");
        } catch (IOException e) {
            return "; packets could not be written: " + e.getMessage();
        }
    }

    /** Carries the advice along with what failed. */
    private static final class FailedSeed extends Exception {
        FailedSeed(String advice) {
            super(advice, null, false, false);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    /** After {@code @AfterEach} methods, which may close sockets. */
    @Override
    public void afterEach(ExtensionContext context) {
        Run run = context.getStore(NAMESPACE).get(Run.class, Run.class);
        if (run != null) run.close();
    }

    // ---- parameters

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) return false;
        Class<?> type = parameter.getParameter().getType();
        if (OF_THE_RUN.containsKey(type)) return true;
        boolean ofAHost = OF_A_HOST.containsKey(type);
        boolean named = parameter.isAnnotated(Client.class) || parameter.isAnnotated(Server.class);
        if (ofAHost && !named && type != InetAddress.class) { // which others may resolve
            throw new ParameterResolutionException(
                    type.getSimpleName() + " of which host? Annotate the parameter with @Client or @Server");
        }
        if (named && !ofAHost) {
            throw new ParameterResolutionException("a host has no " + type.getSimpleName() + "; it has "
                    + OF_A_HOST.keySet().stream().map(Class::getSimpleName).sorted().toList());
        }
        return named;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Run run = run(context);
        Class<?> type = parameter.getParameter().getType();
        var ofTheRun = OF_THE_RUN.get(type);
        if (ofTheRun != null) return ofTheRun.apply(run);
        return OF_A_HOST.get(type).apply(parameter.isAnnotated(Client.class) ? run.client() : run.server());
    }
}
