package io.agw.reconciler.source.git;

import static io.agw.reconciler.source.git.GitTestKit.failure;
import static io.agw.reconciler.source.git.GitTestKit.fetch;
import static io.agw.reconciler.source.git.GitTestKit.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Code;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.testkit.BareRepository.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a repository's author could try.
@Timeout(120)
class HostileTreeTest {
    private static final byte[] SECRET = "TOP-SECRET".getBytes(StandardCharsets.UTF_8);

    private final GitTestKit kit;
    private final ObjectId blob;

    HostileTreeTest(@TempDir Path dir) {
        kit = new GitTestKit(dir);
        blob = kit.repository().blob(SECRET);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "good.yaml", "../../outside", "folder"})
    void aSymbolicLinkIsRefusedWhateverItLeadsTo(String target) {
        var link = kit.repository().blob(target.getBytes(StandardCharsets.UTF_8));
        push(
                TreeEntry.of(FileMode.REGULAR_FILE, "good.yaml", blob),
                TreeEntry.of(FileMode.SYMLINK, "link.yaml", link));

        var failure = failure(kit.open(kit.repository().fileUrl()));

        assertThat(failure.reason()).isEqualTo(Reason.SYMLINK_NOT_ALLOWED);
        assertThat(failure.problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(Code.SYMLINK);
                    assertThat(problem.position().file()).isEqualTo("link.yaml");
                });
        assertNothingTold(failure, target);
    }

    @Test
    void aSubmoduleAndALinkOnTheWayToThePathAreRefused() {
        push(TreeEntry.of(FileMode.GITLINK, "module", ObjectId.fromString("1".repeat(40))));
        assertThat(failure(kit.open(kit.repository().fileUrl())).reason())
                .isEqualTo(Reason.SYMLINK_NOT_ALLOWED);

        push(TreeEntry.of(FileMode.SYMLINK, "deploy", blob));
        var behindLink =
                SourceSettings.git(
                                "prod", kit.repository().fileUrl(), settings("x").ref(), "deploy")
                        .withAccess(GitTestKit.UNSAFE);
        assertThat(failure(kit.open(behindLink)).reason()).isEqualTo(Reason.SYMLINK_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", "a/../b.yaml", "a/b.yaml", "git~1"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        push(TreeEntry.of(FileMode.REGULAR_FILE, name, blob));

        var failure = failure(kit.open(kit.repository().fileUrl()));

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE_PATH);
        assertNothingTold(failure, "TOP-SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b.yaml", "a\nb.yaml", "a\u007fb.yaml"})
    void aNameWithSeparatorsOrControlCharactersIsRefused(String name) {
        push(TreeEntry.of(FileMode.REGULAR_FILE, name, blob));

        var failure = failure(kit.open(kit.repository().fileUrl()));

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE_PATH);
        assertThat(failure.getMessage()).doesNotContain("\n", "\u007f");
    }

    @Test
    void aNameThatIsNotTextIsRefused() {
        push(
                new TreeEntry(
                        FileMode.REGULAR_FILE,
                        new byte[] {(byte) 0xc3, (byte) 0x28, '.', 'y', 'a', 'm', 'l'},
                        blob));

        assertThat(failure(kit.open(kit.repository().fileUrl())).reason())
                .isEqualTo(Reason.UNSAFE_PATH);
    }

    @ParameterizedTest
    @CsvSource({"A.yaml, a.yaml", "\u00e9.yaml, e\u0301.yaml", "STRASSE.yaml, stra\u00dfe.yaml"})
    void namesThatSomeSystemsTakeForOneAreRefused(String one, String other) {
        push(
                TreeEntry.of(FileMode.REGULAR_FILE, one, blob),
                TreeEntry.of(FileMode.REGULAR_FILE, other, blob));

        assertThat(failure(kit.open(kit.repository().fileUrl())).reason())
                .isEqualTo(Reason.UNSAFE_PATH);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        push(
                TreeEntry.of(FileMode.SYMLINK, "l1.yaml", blob),
                TreeEntry.of(FileMode.SYMLINK, "l2", blob),
                TreeEntry.of(FileMode.REGULAR_FILE, "ok.yaml", blob),
                TreeEntry.of(FileMode.REGULAR_FILE, "w\\x.yaml", blob));

        var failure = failure(kit.open(kit.repository().fileUrl()));

        assertThat(failure.problems()).hasSize(3);
        assertThat(failure).hasMessageEndingWith(", and 2 more");
    }

    @Test
    void anExcludedLinkIsNoObstacle() {
        push(
                TreeEntry.of(FileMode.REGULAR_FILE, "a.yaml", blob),
                TreeEntry.of(FileMode.SYMLINK, "latest", blob));

        var source =
                kit.open(
                        settings(kit.repository().fileUrl())
                                .withGlobs(List.of(), List.of("latest")));

        assertThat(fetch(source).files()).extracting(SourceFile::path).containsExactly("a.yaml");
    }

    @Test
    void foldersThatNestTooDeepAreRefused() {
        var tree = kit.repository().rawTree(TreeEntry.of(FileMode.REGULAR_FILE, "a.yaml", blob));
        for (int i = 0; i < 40; i++) {
            tree = kit.repository().rawTree(TreeEntry.of(FileMode.TREE, "d", tree));
        }
        kit.repository().push("main", tree, null);

        assertThat(failure(kit.open(kit.repository().fileUrl())).reason())
                .isEqualTo(Reason.UNSAFE_PATH);
    }

    @Test
    void aHundredThousandFilesAreRefusedQuickly() {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            entries.add(TreeEntry.of(FileMode.REGULAR_FILE, "f%06d.yaml".formatted(i), blob));
        }
        push(entries.toArray(TreeEntry[]::new));

        assertThat(failure(kit.open(kit.repository().fileUrl())).reason())
                .isEqualTo(Reason.TOO_MANY_FILES);
    }

    @Test
    void nothingOfTheTreeIsEverWrittenUnderItsName() throws IOException {
        kit.repository().commit("main", Map.of("marker-file.yaml", "one"));
        fetch(kit.open(kit.repository().fileUrl()));

        try (var all = Files.walk(kit.work())) {
            assertThat(all.map(Path::toString)).noneMatch(file -> file.contains("marker"));
        }
    }

    @Test
    void eightyRandomTreesYieldOnlySafePathsAndNoFileElsewhere() throws IOException {
        var random = new Random(7);
        var source = kit.open(kit.repository().fileUrl());
        var outside = filesOutsideTheCache();
        int refused = 0;
        for (int i = 0; i < 80; i++) {
            kit.repository().push("main", randomTree(random, 0), null);
            try {
                for (var file : fetch(source).files()) {
                    assertThat(file.path()).matches("([a-z]+(\\.ya?ml)?/)*[a-z]+\\.ya?ml");
                }
            } catch (SourceFailure e) {
                assertThat(e.reason().stalls()).as("%s", e).isTrue();
                refused++;
            }
        }

        assertThat(refused).isBetween(10, 79);
        assertThat(filesOutsideTheCache()).isEqualTo(outside);
    }

    private ObjectId randomTree(Random random, int depth) {
        var names =
                List.of(
                        "a.yaml",
                        "b.yml",
                        "team",
                        "x",
                        "..",
                        ".git",
                        "C.txt",
                        "q\\w.yaml",
                        "a/b.yaml",
                        "link.yaml",
                        "module",
                        "README",
                        ".hidden",
                        "good.yaml");
        Map<String, TreeEntry> entries = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            // Mostly harmless, or no tree would get through.
            var name = names.get(random.nextInt(random.nextInt(4) == 0 ? names.size() : 4));
            var isFolder = depth < 4 && random.nextInt(3) == 0;
            var mode = random.nextInt(12) == 0 ? FileMode.SYMLINK : FileMode.REGULAR_FILE;
            entries.put(
                    name,
                    isFolder
                            ? TreeEntry.of(FileMode.TREE, name, randomTree(random, depth + 1))
                            : TreeEntry.of(mode, name, blob));
        }
        // Git sorts a folder as if its name ended with a slash.
        var sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(
                Comparator.comparing(entry ->
                        entry.getKey()
                                + (FileMode.TREE.equals(entry.getValue().mode()) ? "/" : "")));
        return kit.repository()
                .rawTree(sorted.stream().map(Map.Entry::getValue).toArray(TreeEntry[]::new));
    }

    private List<Path> filesOutsideTheCache() throws IOException {
        var parent = kit.work().resolveSibling(".").normalize();
        try (var all = Files.walk(parent)) {
            return all.filter(file ->
                            !file.startsWith(kit.work().resolve("prod"))
                                    && !file.startsWith(parent.resolve("remote.git")))
                    .sorted()
                    .toList();
        }
    }

    private void push(TreeEntry... entries) {
        var sorted = entries.clone();
        Arrays.sort(
                sorted,
                Comparator.comparing(
                        entry -> new String(entry.name(), StandardCharsets.ISO_8859_1)));
        kit.repository().push("main", kit.repository().rawTree(sorted), null);
    }

    private static void assertNothingTold(SourceFailure failure, String text) {
        var told = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            told.append(at);
        }
        failure.problems().forEach(told::append);
        assertThat(told.toString().replace("good.yaml", "")).doesNotContain("TOP-SECRET");
        if (text.startsWith("/") || text.startsWith("..")) {
            assertThat(told.toString()).doesNotContain(text);
        }
    }
}
