package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    private static final String BUNDLE = Bundles.HEAD + Bundles.PROVIDER;

    @TempDir Path folder;

    private final TestGateway gateway =
            new TestGateway()
                    .on(
                            "GET /admin/bundle/export",
                            _ -> new TestGateway.Answer(200, "application/yaml", BUNDLE))
                    .on(
                            "GET /admin/bundle/export?split=true",
                            200,
                            "{\"files\":[{\"path\":\"../providers.yaml\",\"content\":\"one\"},"
                                    + "{\"path\":\"virtualKeys-001.yaml\",\"content\":\"two\"}]}");

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aFileIsWrittenForItsOwnerAlone() throws IOException {
        var result = agwctl("gateway", "export", "-f", "export.yaml");

        assertThat(result.out()).isEqualTo("gateway bundle exported: export.yaml\n");
        assertThat(folder.resolve("export.yaml")).hasContent(BUNDLE);
        assertThat(Files.getPosixFilePermissions(folder.resolve("export.yaml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(agwctl("gateway", "validate", "-f", "export.yaml").code()).isZero();
    }

    @Test
    void withoutAFileItGoesToStandardOutput() {
        assertThat(agwctl("gateway", "export").out()).isEqualTo(BUNDLE);
        assertThat(agwctl("gateway", "export", "-o", "yaml").out()).isEqualTo(BUNDLE);

        var json = agwctl("gateway", "export", "-o", "json");

        assertThat(json.code()).isEqualTo(64);
        assertThat(json.err()).contains("a bundle is YAML (expected: -f PATH)");
    }

    @Test
    void aFolderGetsFilesOfASizeThatASourceTakes() {
        var result = agwctl("gateway", "export", "-f", "bundles/");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(folder.resolve("bundles/providers.yaml")).hasContent("one");
        assertThat(folder.resolve("bundles/virtualKeys-001.yaml")).hasContent("two");
        assertThat(folder.resolve("providers.yaml")).doesNotExist();
    }

    @Test
    void aFolderWithBundleFilesIsLeftAlone() throws IOException {
        Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(folder.resolve("bundles/mine.yaml"), "mine");

        var result = agwctl("gateway", "export", "-f", "bundles");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo("agwctl: cannot write bundles: it has YAML files (expected: none)\n");
        assertThat(folder.resolve("bundles/mine.yaml")).hasContent("mine");
        assertThat(folder.resolve("bundles/providers.yaml")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedWithTheReason() {
        var result = agwctl("gateway", "export", "-f", "no/such/dir/x");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo("agwctl: cannot write no/such/dir/x: no such file or directory\n");
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).at(gateway).agwctl(args);
    }
}
