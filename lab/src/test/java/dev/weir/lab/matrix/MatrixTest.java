package dev.weir.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.weir.lab.drill.Drill;
import dev.weir.lab.drill.Variant;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.matrix.arrival.Arrivals;
import dev.weir.lab.matrix.icmp.Icmps;
import dev.weir.lab.matrix.sack.Sacks;
import dev.weir.lab.matrix.syn.Syns;
import dev.weir.lab.matrix.timer.Timers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The generated scripts: what stands in the files is what the rules say. {@code -Dscripts=update} writes the files
 * anew, to be read in the difference. ScriptsTest runs them as it runs all scripts; here those of no particular layout
 * run in FreeBSD's.
 */
class MatrixTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "src/test/resources/scripts/matrix");

    private static Map<String, String> generated() {
        var scripts = new TreeMap<String, String>();
        scripts.putAll(Arrivals.scripts());
        scripts.putAll(Sacks.scripts());
        scripts.putAll(Syns.scripts());
        scripts.putAll(Icmps.scripts());
        scripts.putAll(Timers.scripts());
        return scripts;
    }

    @Test
    void filesAreWhatTheRulesSay() throws IOException {
        if (System.getProperty("scripts", "").equals("update")) rewrite();
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(ROOT)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(ROOT.relativize(path).toString().replace('\\', '/'), Files.readString(path));
            }
        }
        var scripts = generated();
        assertThat(files.keySet()).isEqualTo(scripts.keySet());
        scripts.forEach((name, text) -> assertThat(files.get(name)).as(name).isEqualTo(text));
    }

    private static void rewrite() throws IOException {
        if (Files.exists(ROOT)) {
            try (var paths = Files.walk(ROOT)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) Files.delete(path);
            }
        }
        for (var script : generated().entrySet()) {
            Path path = ROOT.resolve(script.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, script.getValue());
        }
    }

    /** The rules are not about what else the profiles differ in: windows, unread data, ICMP while connecting. */
    private static final String AS_LINUX = """
            --config=tcp.buffers.sendBytes=4194304
            --config=tcp.buffers.receiveBytes=1048576
            --config=tcp.buffers.scaledBytes=0
            --config=tcp.buffers.wholeSegments=false
            --config=tcp.buffers.offersAll=false
            --config=tcp.closing.resetsUnread=true
            --config=tcp.closing.bsdTimeWait=false
            --config=tcp.closing.finWithAcks=false
            --config=tcp.handshake.synAgainAfterReset=true
            --config=tcp.handshake.keepsCrossingText=false
            --config=tcp.security.softIcmpFailsConnect=true
            --config=tcp.security.prohibitionFailsConnect=false
            """;

    @TestFactory
    Stream<DynamicNode> rulesHoldInTheOtherLayoutToo() {
        return generated().entrySet().stream().filter(script -> isOfNoLayout(script.getKey(), script.getValue()))
                .map(script -> DynamicTest.dynamicTest(script.getKey(), () -> {
                    String text = script.getValue().replace("--profile=linux\n", "--profile=freebsd\n" + AS_LINUX);
                    Script other = Script.parse(script.getKey(), text);
                    var outcome = Drill.run(other, Variant.plain(other.runsOver(6) ? 6 : 4));
                    if (!outcome.passed()) fail("\n" + outcome);
                }));
    }

    private static boolean isOfNoLayout(String name, String text) {
        return text.contains("--profile=linux\n") && !name.endsWith("-linux.pkt");
    }
}
