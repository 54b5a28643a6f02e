package io.agw.reconciler.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRulesTest {
    @ParameterizedTest
    @CsvSource({
        "*.yaml,            a/b/c.yaml,     true",
        "*.yaml,            a/b/c.yml,      false",
        "a/*.yaml,          a/c.yaml,       true",
        "a/*.yaml,          a/b/c.yaml,     false",
        "a/**,              a/b/c.yaml,     true",
        "**/c.yaml,         c.yaml,         true",
        "**/c.yaml,         a/b/c.yaml,     true",
        "a/**/c.yaml,       a/c.yaml,       true",
        "a/?.yaml,          a/c.yaml,       true",
        "'{a,b}/*.yaml',    b/c.yaml,       true",
        "'{a,b}/*.yaml',    c/c.yaml,       false",
        "[a-c].yaml,        x/b.yaml,       true",
        "[!a-c].yaml,       b.yaml,         false",
        "docs,              x/docs,         true",
        "docs/,             docs,           true",
        "a.yaml,            aXyaml,         false",
    })
    void globsMatchPathsAndNames(String glob, String path, boolean expected) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a.yaml, true",
        "a.YML, true",
        "x/y/a.yml, true",
        "a.yaml.bak, false",
        "a.yaml~, false",
        ".a.yaml, false",
        "x/.#a.yaml, false",
        "README.md, false",
        "yaml, false",
    })
    void onlyVisibleYamlFilesCount(String path, boolean expected) {
        var rules = new FileRules(SourceSettings.directory("s", Path.of("x")));

        assertThat(rules.selects(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "teams/a.yaml, true, false",
        "a.yaml, false, false",
        "teams/x/draft.yaml, true, true"
    })
    void includeAndExcludeAreApplied(String path, boolean selected, boolean excluded) {
        var rules =
                new FileRules(
                        SourceSettings.directory("s", Path.of("x"))
                                .withGlobs(List.of("teams/**"), List.of("draft*")));

        assertThat(rules.selects(path)).isEqualTo(selected);
        assertThat(rules.excludes(path)).isEqualTo(excluded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", ".git", ".GIT", "GIT~1", "a\\b", "a/b", "a\u0000b", "a\nb"})
    void namesThatLeadElsewhereAreFaults(String name) {
        assertThat(FileRules.faultOf(name)).isNotNull();
    }
}
