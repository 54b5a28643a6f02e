package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What docs/testing.md names is there.
class TestingPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (R|B)(\\d+) \\|.*#.*$");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        var sources = sources();
        var missing = new ArrayList<String>();
        int named = 0;
        for (var match = NAMED.matcher(page()); match.find(); named++) {
            var source = sources.getOrDefault(match.group(1), "");
            if (!source.contains(" void " + match.group(2) + "(")) {
                missing.add(match.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(100);
    }

    @Test
    void everyRowHasATest() throws IOException {
        var rows = new HashMap<String, TreeSet<Integer>>();
        for (var match = ROW.matcher(page()); match.find(); ) {
            rows.computeIfAbsent(match.group(1), _ -> new TreeSet<>())
                    .add(Integer.valueOf(match.group(2)));
        }

        // what several nodes and signed commits need comes with them
        var later = List.of(31, 36, 37);
        assertThat(rows.get("R"))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 40)
                                .filter(row -> !later.contains(row))
                                .boxed()
                                .toList());
        assertThat(rows.get("B")).containsExactly(1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 16, 17, 19);
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/testing.md"));
    }

    /// Text of every test by the name of its class.
    private static Map<String, String> sources() throws IOException {
        try (var all = Files.walk(ROOT)) {
            return all.filter(file -> file.toString().matches(".*/src/test/java/.*\\.java"))
                    .collect(
                            Collectors.toMap(
                                    file -> file.getFileName().toString().replace(".java", ""),
                                    TestingPageTest::read,
                                    String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
