package dev.weir.lab.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.tcp.congestion.CongestionControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class AlgorithmsTest {
    @Test
    void everyCongestionControlHasItsSectionInTheTables() throws Exception {
        var folder = Path.of(CongestionControl.class.getResource("CongestionControl.class").toURI()).getParent();
        var found = new ArrayList<Class<?>>();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.class$", "");
                var type = Class.forName(CongestionControl.class.getPackageName() + "." + name);
                if (CongestionControl.class.isAssignableFrom(type) && !type.isInterface()) found.add(type);
            }
        }
        assertThat(Algorithm.ALL).extracting(algorithm -> (Object) algorithm.type())
                .containsExactlyInAnyOrderElementsOf(found);
    }
}
