package io.agw.reconciler.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.SourceFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SourcesPageTest {
    @Test
    void everyReasonIsExplainedAndSaysWhetherItStalls() throws IOException {
        var rows =
                Files.readString(Path.of("..", "docs", "sources.md"))
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .toList();

        for (var reason : Reason.values()) {
            assertThat(rows)
                    .filteredOn(row -> row.contains("`" + reason.word() + "`"))
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.contains("*stalled*"))
                                    .as(row)
                                    .isEqualTo(reason.stalls()));
        }
    }
}
