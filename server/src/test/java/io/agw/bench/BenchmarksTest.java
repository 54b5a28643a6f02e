package io.agw.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bench.Options.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What docs/benchmarks.md says can be run, and what becomes of what was measured.
final class BenchmarksTest {
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^(?:AGWD_HEAP=\\S+ )?bin/bench( [^#\n]*)?(?:#.*)?$");

    @Test
    void everyCommandOfThePageIsTaken() throws IOException {
        var page = Files.readString(Path.of("../docs/benchmarks.md"));

        var commands =
                COMMAND.matcher(page)
                        .results()
                        .map(command -> command.group(1) == null ? "" : command.group(1).strip())
                        .map(words -> words.isEmpty() ? List.<String>of() : words(words))
                        .map(Options::parse)
                        .toList();

        assertThat(commands)
                .contains(new Options(EnumSet.of(Part.STREAMS), 60, 8, 3, 9_000))
                .hasSizeGreaterThan(3);
    }

    @Test
    void whatNobodyMeasuresIsRefused() {
        assertThatThrownBy(() -> Options.parse(List.of("laod")))
                .hasMessageContaining(
                        "\"laod\" (expected: load, translated, governed, noisy, streams");
        assertThatThrownBy(() -> Options.parse(List.of("--seconds", "0")))
                .hasMessageContaining("--seconds (expected: a positive number");
    }

    @Test
    void theMiddleOfSeveralRunsCounts() {
        assertThat(Figures.of("apply", "ms", List.of(30.0, 10.0, 11.0)))
                .hasToString("apply 11 ms (median of 3, 10 to 30)");
        assertThat(Figures.of("apply", "ms", List.of(10.0, 20.0)).median()).isEqualTo(15);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" +"));
    }
}
