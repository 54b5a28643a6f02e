package io.agw.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.reference.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page about the bundle shows only bundles that load as they stand.
class BundlePageTest {
    private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

    @Test
    void everyBundleOfThePageLoads() throws IOException {
        var page = Files.readString(Path.of("../docs/bundle.md"));
        var blocks = YAML_BLOCK.matcher(page).results().map(block -> block.group(1)).toList();

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3).allSatisfy(BundlePageTest::assertLoads);
    }

    private static void assertLoads(String yaml) {
        var file = new SourceFile("docs/bundle.md", yaml.getBytes(StandardCharsets.UTF_8));

        var loaded =
                new BundleLoader()
                        .load(List.of(file), Variables.of(Map.of("OPENAI_API_KEY", "sk-1")));

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
    }
}
