package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.MonitorInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The map of {@code ARCHITECTURE.md}, held; and each rule broken once by a class of {@code bad}, to show that it can fail. */
class ArchitectureTest {
    private static final String BAD = "dev.weir.architecture.bad";
    private static final JavaClasses WEIR = new ClassFileImporter().importPaths(classFolders());
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(BAD);

    @TestFactory
    Stream<DynamicTest> weirObeys() {
        return new Rules("dev.weir").all().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(WEIR)));
    }

    @Test
    void noSynchronizedBlockInTheEngine() throws IOException {
        for (String module : List.of("wire", "core")) {
            assertThat(synchronizedBlocks(Checkout.ROOT.resolve(module).resolve("target/classes"))).isEmpty();
        }
    }

    /** What is not on this module's class path may not be compiled yet when its rules are checked. */
    @Test
    void everyModuleWithCodeIsBuiltBeforeThisOne() {
        for (Path classes : classFolders()) {
            assertThat(Checkout.CLASS_PATH)
                    .as("architecture/pom.xml depends on " + classes.getParent().getParent().getFileName())
                    .contains(classes.getParent().toString());
        }
    }

    @Test
    void anUpwardDependencyInsideCoreIsFound() {
        expectOffence(Rules::layersOfCore, "core.event.LooksUp", "core.tcp.Tcp");
    }

    @Test
    void aPackageOfCoreWithoutALayerIsFound() {
        expectOffence(Rules::layersOfCore, "core.surprise.NoLayer is in no layer");
    }

    @Test
    void aCycleOfPackagesIsFound() {
        expectOffence(Rules::noCycles, "Cycle detected", "analysis.left", "analysis.right");
    }

    @Test
    void labThatUsesIoIsFound() {
        ArchRule lab = new Rules(BAD).arrows().stream()
                .filter(rule -> rule.getDescription().startsWith("lab ")).findFirst().orElseThrow();
        assertThatThrownBy(() -> lab.check(OFFENDERS)).hasMessageContaining("lab.UsesIo");
    }

    @Test
    void aClockIsFound() {
        expectOffence(Rules::noClock, "core.tcp.Tcp", "nanoTime");
    }

    @Test
    void aThreadAndALockAreFound() {
        expectOffence(Rules::noThreadOrLock, "java.lang.Thread", "java.util.concurrent.locks.LockSupport");
    }

    @Test
    void anAtomicIsFound() {
        expectOffence(Rules::noThreadOrLock, "java.util.concurrent.atomic.AtomicLong");
    }

    @Test
    void aSynchronizedMethodAndBlockAreFound() throws IOException {
        expectOffence(Rules::noSynchronizedMethod, "core.tcp.Tcp.guarded()");
        Path tests = Checkout.ROOT.resolve("architecture/target/test-classes/dev/weir/architecture/bad");
        assertThat(synchronizedBlocks(tests)).containsExactly("dev/weir/architecture/bad/core/tcp/Tcp.block");
    }

    @Test
    void aVarHandleOutsideBuffersIsFoundAndThatOfTurnAllowed() {
        expectOffence(Rules::varHandlesOnlyInBuffersAndTurn, "core.tcp.Tcp");
        assertThatThrownBy(() -> new Rules(BAD).varHandlesOnlyInBuffersAndTurn().check(OFFENDERS))
                .extracting(Throwable::getMessage).asString().doesNotContain("core.Turn");
    }

    @Test
    void aRandomSourceIsFound() {
        expectOffence(Rules::noRandomSource, "java.util.SplittableRandom");
    }

    @Test
    void inputOutputAndALoggerAreFound() {
        expectOffence(Rules::noInputOutputOrLogger, "java.io.PrintStream", "getLogger");
    }

    @Test
    void mathematicsOfTheProcessorIsFound() {
        expectOffence(Rules::noProcessorDependentMathematics, "java.lang.Math.cbrt");
    }

    @Test
    void nativeAccessOutsideIoIsFound() {
        expectOffence(Rules::nativeAccessOnlyInIo, "lab.UsesIo");
    }

    @Test
    void aNameThatSaysNothingIsFound() {
        expectOffence(Rules::noWeaselNames, "analysis.left.LeftHelper");
    }

    @Test
    void aRuleForAPackageThatDoesNotExistYetHolds() {
        var rules = new Rules("dev.weir.nowhere");
        rules.all().forEach(rule -> assertThatCode(() -> rule.check(WEIR)).doesNotThrowAnyException());
    }

    private static List<Path> classFolders() {
        return Checkout.modules().stream()
                .filter(module -> !Checkout.UNPUBLISHED.contains(module.getFileName().toString()))
                .map(module -> module.resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    private static void expectOffence(Function<Rules, ArchRule> rule, String... parts) {
        assertThatThrownBy(() -> rule.apply(new Rules(BAD)).check(OFFENDERS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(parts);
    }

    /** {@code class.method} for every method below {@code folder} that enters a monitor. */
    private static List<String> synchronizedBlocks(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .flatMap(ArchitectureTest::synchronizedBlocksOf)
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> synchronizedBlocksOf(Path classFile) {
        try {
            var model = ClassFile.of().parse(classFile);
            return model.methods().stream()
                    .filter(method -> method.code().stream()
                            .flatMap(code -> code.elementStream())
                            .anyMatch((CodeElement element) -> element instanceof MonitorInstruction))
                    .map(method -> model.thisClass().asInternalName() + "." + method.methodName().stringValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
