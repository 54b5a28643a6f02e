package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.house.Documentation;
import io.agw.house.Documentation.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever YAML the pages show that is no bundle is a settings file that is read without a word.
final class DocumentedSettingsTest {
    static List<Block> settings() throws IOException {
        return Documentation.blocks().stream().filter(Predicate.not(Block::isBundle)).toList();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingsFileOfAPageIsRead(Block block, @TempDir Path folder) throws IOException {
        new ReadSettings(folder).write("agwd.yaml", block.text());

        var read = SettingsReader.read(new Given(Map.of(), Map.of(), folder), ReadSettings.CLOCK);

        assertThat(read).isInstanceOf(SettingsRead.Good.class);
        assertThat(((SettingsRead.Good) read).warnings()).isEmpty();
    }

    @Test
    void thePagesThatShowSettingsAreLookedAt() throws IOException {
        assertThat(settings())
                .extracting(Block::page)
                .contains("gitops.md", "operations.md", "sources.md", "telemetry.md");
    }
}
