package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories over schemes that nobody vouches for, by either form of a source.
final class UnsafeSchemesTest {
    private static final List<String> LOCAL = List.of("file:///srv/git/gateway.git#main:bundles");

    @TempDir private Path folder;

    @Test
    void shortFormIsRefusedWithTheNameOfTheSettingThatAllowsIt() {
        assertThat(problems(Map.of(Setting.SOURCES, LOCAL), Map.of()))
                .containsExactly(
                        "--source: url: scheme \"file\" (expected: https or ssh, or file listed in unsafe_schemes)");
    }

    @Test
    void everyWayToSetItAllowsTheShortForm() throws IOException {
        var flags = Map.of(Setting.SOURCES, LOCAL);
        var flag = Map.of(Setting.SOURCES, LOCAL, Setting.UNSAFE_SCHEMES, List.of("file"));

        assertThat(problems(flag, Map.of())).isEmpty();
        assertThat(problems(flags, Map.of("AGW_UNSAFE_SCHEMES", "http,file"))).isEmpty();
        Files.writeString(folder.resolve("agwd.yaml"), "unsafe_schemes: [file]\n");
        assertThat(problems(flags, Map.of())).isEmpty();
    }

    @Test
    void whatIsAllowedForEverySourceAddsToWhatOneAllowsItself() throws IOException {
        Files.writeString(
                folder.resolve("agwd.yaml"),
                """
                unsafe_schemes: [file]
                sources:
                  - {id: one, url: "http://localhost/r.git", unsafe_schemes: [http]}
                  - {id: two, url: "file:///srv/r.git"}
                  - {id: three, url: "http://localhost/r.git"}
                """);

        assertThat(problems(Map.of(), Map.of()))
                .singleElement()
                .asString()
                .contains("sources[2]")
                .contains("http listed in unsafe_schemes");
    }

    @Test
    void noOtherSchemeCanBeAllowed() {
        assertThat(problems(Map.of(), Map.of("AGW_UNSAFE_SCHEMES", "git")))
                .containsExactly("AGW_UNSAFE_SCHEMES: \"git\" (expected: http or file)");
    }

    private List<String> problems(
            Map<Setting, List<String>> flags, Map<String, String> environment) {
        return switch (SettingsReader.read(
                new Given(flags, environment, folder), ReadSettings.CLOCK)) {
            case SettingsRead.Good _ -> List.of();
            case SettingsRead.Bad(var problems) -> problems;
        };
    }
}
