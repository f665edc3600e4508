package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.RequiresTun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weir serve --http} on Weir's own TCP, fetched from by curl over the kernel's. */
@RequiresTun
@RequiresTools("curl")
class ServeHttpTest {
    private static final int LARGE_BYTES = 50_000_000;

    @TempDir
    static Path site;

    @TempDir
    static Path fetched;

    @BeforeAll
    static void fill() throws IOException {
        Files.createDirectory(site.resolve("folder"));
        file("large", LARGE_BYTES);
        file("empty", 0);
        file("one", 1);
        file("segment", 1460);
        file("folder/some name.txt", 300_000);
    }

    private static void file(String name, long bytes) throws IOException {
        try (var out = Files.newOutputStream(site.resolve(name))) {
            Stream.write(out, bytes);
        }
    }

    /** What a test does with the server's base URL. */
    private interface Body {
        void run(String url) throws Exception;
    }

    private static void served(Body body) throws Throwable {
        served(false, body);
    }

    private static void served(boolean ipv6, Body body) throws Throwable {
        Network.run(() -> {
            var words = new ArrayList<>(List.of("serve", "8080", "--via", "tun", "--http", site.toString()));
            if (ipv6) words.add("-6");
            try (var weir = Weir.start(words.toArray(String[]::new))) {
                weir.line("weir TCP on ");
                body.run("http://" + (ipv6 ? "[" + Pair.WEIR_IPV6 + "]" : Pair.WEIR) + ":8080/");
                weir.signal("INT");
                assertThat(weir.exitCode()).as(weir.told().toString()).isZero();
            }
        });
    }

    private static String curl(String... arguments) throws Exception {
        var words = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "20"));
        words.addAll(List.of(arguments));
        return Command.run(words.toArray(String[]::new));
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void curlGetsEveryByteOfEveryFile(boolean ipv6) throws Throwable {
        served(ipv6, url -> {
            for (String name : List.of("empty", "one", "segment", "folder/some name.txt", "large")) {
                var copy = fetched.resolve("copy");
                curl("--fail", "--output", copy.toString(), url + name.replace(" ", "%20"));
                assertThat(Files.mismatch(copy, site.resolve(name))).as(name).isEqualTo(-1);
            }
        });
    }

    @Test
    void answersWithoutAFileKeepToHttp() throws Throwable {
        served(url -> {
            assertThat(curl("--write-out", "%{http_code}", "--output", "/dev/null", url + "missing")).isEqualTo("404");
            assertThat(curl("--write-out", "%{http_code} %{redirect_url}", "--output", "/dev/null", url + "folder"))
                    .isEqualTo("301 " + url + "folder/");
            assertThat(curl("--fail", url + "folder/")).contains("some%20name.txt");
            assertThat(curl("--fail", "--head", url + "large")).startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\nContent-Length: " + LARGE_BYTES + "\r\n").endsWith("\r\n\r\n");
        });
    }

    @Test
    void twentyRequestsShareOneConnection() throws Throwable {
        served(url -> {
            var words = new ArrayList<String>();
            for (int i = 0; i < 10; i++) {
                words.addAll(List.of("--output", "/dev/null", url + "segment", "--output", "/dev/null", url + "empty"));
            }
            words.addAll(List.of("--fail", "--write-out", "%{num_connects} %{size_download}\n"));
            var perRequest = curl(words.toArray(String[]::new)).lines().toList();
            assertThat(perRequest).hasSize(20).first().isEqualTo("1 1460");
            assertThat(perRequest.subList(1, 20)).containsOnly("0 0", "0 1460");
        });
    }

    @Test
    void fiftyDownloadsAtATimeAreAllWhole() throws Throwable {
        served(url -> {
            var words = new ArrayList<>(List.of("--fail", "--parallel", "--parallel-immediate"));
            var copies = IntStream.range(0, 50).mapToObj(i -> fetched.resolve("copy" + i)).toList();
            for (var copy : copies) words.addAll(List.of("--output", copy.toString(), url + "folder/some%20name.txt"));
            words.addAll(List.of("--parallel-max", "50", "--write-out", "%{num_connects}\n"));
            assertThat(curl(words.toArray(String[]::new)).lines()).hasSize(50).containsOnly("1");
            var original = site.resolve("folder/some name.txt");
            for (var copy : copies) assertThat(Files.mismatch(copy, original)).isEqualTo(-1);
        });
    }
}
