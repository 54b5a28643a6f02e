package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.reference.Variables.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a bundle may read by `${file:…}`.
class SourcePartsTest {
    @TempDir private Path folder;
    private Path root;

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectory(folder.resolve("files"));
        Files.writeString(root.resolve("token"), "t0ken\n");
        Files.writeString(folder.resolve("secret"), "s3cret");
    }

    @Test
    void aFileUnderTheFolderWithoutItsLastLineBreak() {
        assertThat(look("token")).isEqualTo(new Lookup.Found("t0ken"));
        assertThat(look(root.resolve("token").toString())).isEqualTo(new Lookup.Found("t0ken"));
        assertThat(look("absent")).isEqualTo(new Lookup.NotSet());
    }

    @Test
    void aMountedSecretWhoseNameIsALinkWithinTheFolder() throws IOException {
        Files.createDirectories(root.resolve("..2026"));
        Files.writeString(root.resolve("..2026/key"), "k");
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("key"), Path.of("..data/key"));

        assertThat(look("key")).isEqualTo(new Lookup.Found("k"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "../absent", "/etc/hostname", "/no/such/file", "a/../../x"})
    void nothingElseNotEvenWhetherItIsThere(String path) {
        assertThat(look(path)).isEqualTo(look("../secret")).isInstanceOf(Lookup.Forbidden.class);
    }

    @Test
    void noLinkThatLeadsOut() throws IOException {
        Files.createSymbolicLink(root.resolve("out"), folder.resolve("secret"));
        Files.createSymbolicLink(root.resolve("away"), folder);

        assertThat(look("out")).isInstanceOf(Lookup.Forbidden.class);
        assertThat(look("away/secret")).isInstanceOf(Lookup.Forbidden.class);
    }

    @Test
    void nothingWithoutAFolder() {
        assertThat(SourceParts.referredFile(Optional.empty(), "token"))
                .isInstanceOf(Lookup.Forbidden.class);
    }

    private Lookup look(String path) {
        return SourceParts.referredFile(Optional.of(root), path);
    }
}
