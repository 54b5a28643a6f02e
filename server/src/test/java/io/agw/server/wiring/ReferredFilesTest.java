package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.reference.Variables.Lookup;
import io.agw.server.settings.Given;
import io.agw.server.settings.SettingsRead;
import io.agw.server.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a bundle may read by `${file:…}`.
final class ReferredFilesTest {
    private static final String SECRET = "top-secret";

    @TempDir private Path folder;
    private ReferredFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        var root = Files.createDirectory(folder.resolve("root"));
        var data = Files.createDirectory(root.resolve("data"));
        Files.writeString(data.resolve("master.key"), SECRET);
        Files.writeString(folder.resolve("outside"), SECRET);
        var token = Files.writeString(root.resolve("git-token"), SECRET);
        Files.writeString(root.resolve("openai"), "sk-for-bundles\n");
        Files.writeString(root.resolve("large"), "x".repeat(64 * 1024 + 1));
        Files.createSymbolicLink(root.resolve("out"), folder.resolve("outside"));
        Files.createSymbolicLink(root.resolve("own"), token);
        Files.createSymbolicLink(root.resolve("away"), folder);
        files = new ReferredFiles(Optional.of(root), List.of(data, token, folder.resolve("gone")));
    }

    @Test
    void aFileUnderTheFolderIsReadWithoutItsLastLineBreak() {
        assertThat(files.referred("openai")).isEqualTo(new Lookup.Found("sk-for-bundles"));
        assertThat(files.referred("nobody")).isEqualTo(new Lookup.NotSet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/master.key",
                "./data/../data/master.key",
                "git-token",
                "own",
                "out",
                "away/outside",
                "../outside",
                "/etc/passwd",
                "data",
                "large"
            })
    void nothingElseIs(String path) {
        assertThat(files.referred(path)).isInstanceOf(Lookup.Forbidden.class);
        assertThat(files.referred(path).toString()).doesNotContain(SECRET, folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../absent", "/etc/hostname", "/no/such/file", "a/../../x"})
    void notEvenWhetherItIsThereIsToldOfAFileElsewhere(String path) {
        assertThat(files.referred(path)).isEqualTo(files.referred("../outside"));
    }

    @Test
    void aMountedSecretWhoseNameIsALinkWithinTheFolderIsRead() throws IOException {
        var root = folder.resolve("root");
        Files.createDirectories(root.resolve("..2026"));
        Files.writeString(root.resolve("..2026/key"), "k");
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("key"), Path.of("..data/key"));

        assertThat(files.referred("key")).isEqualTo(new Lookup.Found("k"));
    }

    @Test
    void whatTheSettingsAreReadFromIsTheGatewaysOwn() throws IOException {
        Files.writeString(folder.resolve(".env"), "OPENAI_API_KEY=" + SECRET + "\n");
        Files.writeString(folder.resolve("agwd.yaml"), "source_files: .\n");
        var read = SettingsReader.read(new Given(Map.of(), Map.of(), folder), Clock.systemUTC());
        assertThat(read).isInstanceOf(SettingsRead.Good.class);

        var found = ReferredFiles.of(((SettingsRead.Good) read).settings());

        assertThat(found.referred("outside")).isEqualTo(new Lookup.Found(SECRET));
        for (var name : List.of(".env", "agwd.yaml")) {
            assertThat(found.referred(name))
                    .isEqualTo(new Lookup.Forbidden("the file is one of the gateway's own"));
        }
    }

    @Test
    void withoutAFolderNothingIsRead() {
        assertThat(new ReferredFiles(Optional.empty(), List.of()).referred("openai"))
                .isInstanceOf(Lookup.Forbidden.class);
    }

    @Test
    void whatTheOperatorGrantsByNameMayLieAnywhere() {
        assertThat(ReferredFiles.named(folder.resolve("outside").toString()))
                .isEqualTo(new Lookup.Found(SECRET));
        assertThat(ReferredFiles.named(folder.resolve("gone").toString()))
                .isEqualTo(new Lookup.NotSet());
    }
}
