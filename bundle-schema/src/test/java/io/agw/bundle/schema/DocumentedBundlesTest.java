package io.agw.bundle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.document.SourceFile;
import io.agw.house.Documentation;
import io.agw.house.Documentation.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages show only bundles that load as they stand, or below the two lines that every bundle
/// begins with.
class DocumentedBundlesTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";

    static List<Block> bundles() throws IOException {
        return Documentation.blocks().stream().filter(Block::isBundle).toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyBundleOfAPageLoads(Block block) {
        var whole = block.members().anyMatch("apiVersion"::equals);
        var text = whole ? block.text() : HEAD + block.text();
        var file = new SourceFile(block.page(), text.getBytes(StandardCharsets.UTF_8));

        var loaded = new BundleLoader().load(List.of(file), Examples.EVERYTHING_SET);

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
    }

    @Test
    void thePagesThatShowBundlesAreLookedAt() throws IOException {
        assertThat(bundles())
                .extracting(Block::page)
                .contains("bundle.md", "cliauth.md", "llm.md", "prices.md");
    }
}
