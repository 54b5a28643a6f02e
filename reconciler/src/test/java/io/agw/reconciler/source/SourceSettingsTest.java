package io.agw.reconciler.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "bundles,                                     default, bundles",
        "prod=bundles,                                prod,    bundles",
        "./a=b,                                       default, ./a=b",
        "/etc/agw=x/bundles,                          default, /etc/agw=x/bundles",
    })
    void aFolderIsReadWithAndWithoutAnId(String text, String id, String dir) {
        var settings = SourceSpec.parse(text, "default");

        assertThat(settings.id()).isEqualTo(id);
        assertThat(settings.dir()).isEqualTo(Path.of(dir));
        assertThat(settings.url()).isNull();
        assertThat(settings.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "https://git.example.com/a/b.git,              DEFAULT_BRANCH, HEAD,  ''",
                "https://git.example.com/a/b.git#main,         BRANCH,         main,  ''",
                "https://git.example.com/a/b.git#main:x/y,     BRANCH,         main,  x/y",
                "https://git.example.com/a/b.git#main:/x/y/,   BRANCH,         main,  x/y",
                "https://git.example.com/a/b.git#:x,           DEFAULT_BRANCH, HEAD,  x",
                "https://git.example.com/a/b.git#tags/v1:x,    TAG,            v1,    x",
                "https://git.example.com/a/b.git#refs/heads/r/1, BRANCH,       r/1,   ''",
                "p=https://git.example.com/a/b.git#0123456789012345678901234567890123456789,"
                        + " COMMIT, 0123456789012345678901234567890123456789, ''",
            })
    void aRepositoryIsReadWithRefAndPath(String text, GitRef.Kind kind, String ref, String path) {
        var settings = SourceSpec.parse(text, "default");

        assertThat(settings.url()).isEqualTo("https://git.example.com/a/b.git");
        assertThat(settings.ref()).isEqualTo(new GitRef(kind, ref));
        assertThat(settings.path()).isEqualTo(path);
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void theShortFormOfSshIsAUrl() {
        var settings = SourceSpec.parse("prod=git@git.example.com:a/b.git#main:x", null);

        assertThat(settings.url()).isEqualTo("git@git.example.com:a/b.git");
        assertThat(settings.problems())
                .containsExactly(
                        "ssh_key_file: missing (expected: a file, as url is ssh)",
                        "known_hosts_file: missing (expected: a file, as url is ssh)");
    }

    @Test
    void fromTheSecondSourceOnAnIdIsNeeded() {
        assertThatThrownBy(() -> SourceSpec.parse("bundles", null))
                .hasMessageContaining("source: has no id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a..b", "-x", "a b", "a~1", "a:b", "x.lock", "x/", "/x", "a//b", "a@{1}", "."
            })
    void aRefThatGitWouldRefuseIsRefused(String name) {
        assertThatThrownBy(() -> GitRef.branch(name)).hasMessageContaining("ref: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "release/1.2", "feature/a-b_c", "v1.0.0-rc.1", "ünïcode"})
    void ordinaryRefsAreTaken(String name) {
        assertThat(GitRef.branch(name).full()).isEqualTo("refs/heads/" + name);
    }

    @Test
    void everyFaultIsFoundAtOnce() {
        var settings =
                new SourceSettings(
                        "admin",
                        Path.of("x"),
                        "ftp://git.example.com/x",
                        GitRef.DEFAULT_BRANCH,
                        "../up",
                        List.of("[broken"),
                        List.of("/absolute"),
                        Duration.ZERO,
                        new SourceLimits(0, 1, 1, 1, 1),
                        GitAccess.anonymous(Set.of("ext"))
                                .withToken("u", Path.of("t"))
                                .withProxy(URI.create("socks://x:1")));

        assertThat(settings.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "id",
                        "dir, url",
                        "timeout",
                        "limits.file_bytes",
                        "include",
                        "exclude",
                        "unsafe_schemes",
                        "path",
                        "url",
                        "token_file",
                        "proxy",
                        "proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/x.git", "file:///srv/x.git"})
    void unsafeSchemesNeedTheSwitch(String url) {
        var settings = SourceSettings.git("s", url, GitRef.DEFAULT_BRANCH, "");

        assertThat(settings.problems()).hasSize(1).first().asString().contains("unsafe_schemes");
        assertThat(settings.withAccess(GitAccess.anonymous(Set.of("http", "file"))).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"git://h/x", "ext::sh -c id", "ftp://h/x", "s3://h/x", "bundle://x"})
    void otherSchemesHaveNoSwitch(String url) {
        var settings =
                SourceSettings.git("s", url, GitRef.DEFAULT_BRANCH, "")
                        .withAccess(GitAccess.anonymous(Set.of("http", "file")));

        assertThat(settings.problems()).isNotEmpty();
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() {
        var settings = SourceSettings.git("s", "https://u:hunter2@h/x", GitRef.DEFAULT_BRANCH, "");

        assertThat(settings.problems())
                .containsExactly("url: holds a password (expected: the password in token_file)");
        assertThat(
                        SourceSettings.git("s", "https://u:hun ter2@h/x", GitRef.DEFAULT_BRANCH, "")
                                .problems()
                                .toString())
                .doesNotContain("ter2");
    }
}
