package io.agw.bundle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    static List<Path> folders() throws IOException {
        return Examples.folders();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyExampleLoadsWithoutAWarning(Path folder) throws IOException {
        var loaded = new BundleLoader().load(Examples.files(folder), Examples.EVERYTHING_SET);

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        assertThat(((Loaded.Valid) loaded).bundle().objects()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyFileSaysWhereItsSchemaIs(Path folder) throws IOException {
        for (var file : Examples.files(folder)) {
            var path = Examples.ROOT.resolve(file.path());
            var first = Files.readAllLines(path).getFirst();

            assertThat(first).startsWith("# yaml-language-server: $schema=");
            var schema = path.resolveSibling(first.substring(first.indexOf('=') + 1));
            assertThat(schema).exists();
        }
    }

    @Test
    void theExpectedExamplesAreThere() throws IOException {
        assertThat(Examples.folders())
                .extracting(folder -> folder.getFileName().toString())
                .contains(
                        "quickstart",
                        "minimal",
                        "direct",
                        "logical-model",
                        "logical-fallback",
                        "ab-test",
                        "claude-code",
                        "codex",
                        "local-ollama",
                        "azure",
                        "bedrock",
                        "vertex",
                        "company-network",
                        "own-servers",
                        "patience",
                        "thinking",
                        "cliauth-authenticators",
                        "static-minimal",
                        "mcp-service",
                        "acp-agent",
                        "prices",
                        "governance-keys",
                        "governance-limits",
                        "governance-guardrails",
                        "governance-caches",
                        "governance-budgets",
                        "monorepo");
    }
}
