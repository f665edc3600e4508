package dev.weir.lab.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.tcp.congestion.CongestionControl;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlgorithmsTest {
    @Test
    void everyCongestionControlHasItsSectionInTheTables() throws Exception {
        var found = new ArrayList<Class<?>>();
        for (String name : namesBeside(CongestionControl.class)) {
            var type = Class.forName(CongestionControl.class.getPackageName() + "." + name);
            if (CongestionControl.class.isAssignableFrom(type) && !type.isInterface()) found.add(type);
        }
        assertThat(Algorithm.ALL).extracting(algorithm -> (Object) algorithm.type())
                .containsExactlyInAnyOrderElementsOf(found);
    }

    /** The classes of its package, out of a folder of classes or a jar: the build has either. */
    private static List<String> namesBeside(Class<?> type) throws Exception {
        var place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        String folder = type.getPackageName().replace('.', '/');
        if (Files.isDirectory(place)) return classNames(place.resolve(folder));
        try (var jar = FileSystems.newFileSystem(place)) {
            return classNames(jar.getPath(folder));
        }
    }

    private static List<String> classNames(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())).toList();
        }
    }
}
