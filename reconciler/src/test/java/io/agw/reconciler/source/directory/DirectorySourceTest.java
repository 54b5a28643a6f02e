package io.agw.reconciler.source.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agw.bundle.document.SourceFile;
import io.agw.reconciler.source.Source.Content;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceLimits;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectorySourceTest {
    @TempDir Path dir;

    @Test
    void readsTheYamlFilesUnderTheFolderSortedByPath() throws IOException {
        write("b.yml", "b");
        write("a/z.yaml", "az");
        write("a.yaml", "a");
        write("README.md", "no");
        write(".github/workflow.yaml", "no");
        write(".hidden.yaml", "no");

        var content = fetch(settings());

        assertThat(content.files())
                .extracting(SourceFile::path)
                .containsExactly("a.yaml", "a/z.yaml", "b.yml");
        assertThat(text(content, "a/z.yaml")).isEqualTo("az");
        assertThat(content.commit()).isNull();
    }

    @Test
    void theRevisionIsTheDigestAndChangesWithTheContentOnly() throws IOException {
        write("a.yaml", "one");
        try (var source = source(settings())) {
            var first = source.resolve(Duration.ZERO);
            assertThat(first.revision()).matches("dir@sha256:[0-9a-f]{64}");
            assertThat(source.fetch(first, null).revision()).isEqualTo(first.revision());

            Files.setLastModifiedTime(dir.resolve("a.yaml"), FileTime.from(Instant.EPOCH));
            write("notes.txt", "x");
            assertThat(source.resolve(Duration.ZERO)).isEqualTo(first);

            write("a.yaml", "two");
            assertThat(source.resolve(Duration.ZERO)).isNotEqualTo(first);
            write("a.yaml", "one");
            assertThat(source.resolve(Duration.ZERO)).isEqualTo(first);
        }
    }

    @Test
    void anUnchangedFileIsNotReadAgain() throws IOException {
        var file = write("a.yaml", "one");
        var old = FileTime.from(Instant.now().minusSeconds(3600));
        Files.setLastModifiedTime(file, old);
        try (var source = source(settings())) {
            var first = source.resolve(Duration.ZERO);

            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, old);

            assertThat(source.resolve(Duration.ZERO)).isEqualTo(first);
        }
    }

    @Test
    void aFileThatChangedAMomentAgoIsReadAgainEvenWhenItLooksTheSame() throws IOException {
        var file = write("a.yaml", "one");
        var now = FileTime.from(Instant.now());
        Files.setLastModifiedTime(file, now);
        try (var source = new DirectorySource(settings(), () -> now.toInstant().plusMillis(500))) {
            var first = source.resolve(Duration.ZERO);

            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, now);

            assertThat(source.resolve(Duration.ZERO)).isNotEqualTo(first);
        }
    }

    @Test
    void aConfigMapIsReadAsOneStateWhileItIsSwapped() throws Exception {
        configMap("1", "one");
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(dir.resolve("a.yaml"), Path.of("..data/a.yaml"));
        Files.createSymbolicLink(dir.resolve("b.yaml"), Path.of("..data/b.yaml"));
        var stop = new CountDownLatch(1);
        var pauseMillis = new AtomicLong(10);
        var kubelet =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 2; !isOver(stop, pauseMillis.get()); i++) {
                                swap(String.valueOf(i));
                            }
                        });
        // Nothing counts as new, so that it is read in the middle of the swaps.
        var late = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        try (var source = new DirectorySource(settings(), late)) {
            for (int seen = 0; seen < 12; ) {
                try {
                    var content = source.fetch(source.resolve(Duration.ZERO), null);
                    assertThat(text(content, "a.yaml")).isEqualTo(text(content, "b.yaml"));
                    seen++;
                } catch (SourceFailure e) {
                    assertThat(e.reason()).isEqualTo(Reason.READ_FAILED);
                    // Faster than this machine reads.
                    pauseMillis.updateAndGet(pause -> 2 * pause);
                }
            }
            stop.countDown();
            kubelet.join();

            var content = source.fetch(source.resolve(Duration.ZERO), null);
            assertThat(content.files())
                    .extracting(SourceFile::path)
                    .containsExactly("a.yaml", "b.yaml");
        } finally {
            stop.countDown();
            kubelet.join();
        }
    }

    private static boolean isOver(CountDownLatch stop, long millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsBeingRewrittenIsNeverSeenHalf() throws Exception {
        var editor = new SlowEditor(write("a.yaml", "complete"));
        try (var source = new DirectorySource(settings(), editor)) {
            for (int i = 0; i < 3; i++) {
                editor.begin();

                var content = source.fetch(source.resolve(Duration.ZERO), null);

                assertThat(editor.isDone()).isTrue();
                assertThat(content.files()).hasSize(1);
                assertThat(text(content, "a.yaml")).isEqualTo("complete");
            }
        }
    }

    /// Writes a file in pieces and is the clock of its reader: by that clock the last piece is
    /// always a moment old until the file is complete, and every third look at it finds a further
    /// piece.
    private static final class SlowEditor implements InstantSource {
        private static final List<String> PIECES = List.of("", "compl", "complete");

        private final Path file;
        private int written = PIECES.size();
        private int looks;

        SlowEditor(Path file) {
            this.file = file;
        }

        void begin() {
            written = 0;
            write();
        }

        boolean isDone() {
            return written == PIECES.size();
        }

        @Override
        public Instant instant() {
            looks++;
            if (!isDone() && looks % 3 == 0) {
                write();
            }
            try {
                return Files.getLastModifiedTime(file)
                        .toInstant()
                        .plusMillis(isDone() ? 1_000 : 10);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write() {
            try {
                Files.writeString(file, PIECES.get(written));
                written++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aLinkThatLeavesTheFolderIsRefusedWithoutItsContent(@TempDir Path outside)
            throws IOException {
        Files.writeString(outside.resolve("secret.yaml"), "TOP-SECRET");
        write("good.yaml", "x");
        Files.createSymbolicLink(dir.resolve("file.yaml"), outside.resolve("secret.yaml"));
        Files.createSymbolicLink(dir.resolve("folder"), outside);

        var failure = failure(settings());

        assertThat(failure.reason()).isEqualTo(Reason.SYMLINK_NOT_ALLOWED);
        assertThat(failure.problems())
                .extracting(problem -> problem.position().file())
                .containsExactly("file.yaml", "folder");
        assertThat(failure.toString() + failure.problems())
                .doesNotContain("TOP-SECRET")
                .doesNotContain(outside.toString());
    }

    @Test
    void anExcludedLinkIsNotLookedAt(@TempDir Path outside) throws IOException {
        write("good.yaml", "x");
        Files.createSymbolicLink(dir.resolve("latest"), outside);

        var content = fetch(settings().withGlobs(List.of(), List.of("latest")));

        assertThat(content.files()).extracting(SourceFile::path).containsExactly("good.yaml");
    }

    @Test
    void aLinkInsideTheFolderIsFollowedAndALoopIsRefused() throws IOException {
        write("shared/a.yaml", "x");
        Files.createSymbolicLink(dir.resolve("team"), Path.of("shared"));
        assertThat(fetch(settings()).files())
                .extracting(SourceFile::path)
                .containsExactly("shared/a.yaml", "team/a.yaml");

        Files.createSymbolicLink(dir.resolve("shared/up"), Path.of(".."));
        assertThat(failure(settings()).reason()).isEqualTo(Reason.SYMLINK_NOT_ALLOWED);
    }

    @Test
    void whatAnEditorLeavesBehindIsIgnored() throws IOException {
        write("a.yaml", "x");
        write(".a.yaml.swp", "half");
        write("a.yaml~", "old");
        write("4913", "");
        write("#a.yaml#", "half");
        Files.createSymbolicLink(dir.resolve(".#a.yaml"), Path.of("nobody@nowhere.1234"));

        assertThat(fetch(settings()).files()).hasSize(1);
    }

    @Test
    void limitsAreKept() throws IOException {
        write("a.yaml", "12345");
        write("b.yaml", "12345");

        assertThat(failure(limits(4, 10, 100)).reason()).isEqualTo(Reason.FILE_TOO_LARGE);
        assertThat(failure(limits(4, 10, 100)).problems()).hasSize(2);
        assertThat(failure(limits(5, 1, 100)).reason()).isEqualTo(Reason.TOO_MANY_FILES);
        assertThat(failure(limits(5, 2, 9)).reason()).isEqualTo(Reason.BUNDLE_TOO_LARGE);
        assertThat(fetch(limits(5, 2, 10)).files()).hasSize(2);
    }

    @Test
    void namesThatDifferOnlyInCaseOrUnicodeFormAreRefused() throws IOException {
        write("team/a.yaml", "x");
        write("Team/a.yaml", "x");
        write("\u00e9.yaml", "composed");
        write("e\u0301.yaml", "decomposed");

        var failure = failure(settings());

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE_PATH);
        assertThat(failure.problems()).hasSize(2);
    }

    @Test
    void aMissingFolderIsSaidAndFoundOnceItIsThere() throws IOException {
        var missing = dir.resolve("later");
        try (var source = source(SourceSettings.directory("s", missing))) {
            var failure =
                    catchThrowableOfType(SourceFailure.class, () -> source.resolve(Duration.ZERO));
            assertThat(failure.reason()).isEqualTo(Reason.PATH_NOT_FOUND);
            assertThat(failure).hasMessage(missing + ": no such folder");

            Files.createDirectory(missing);
            Files.writeString(missing.resolve("a.yaml"), "x");
            assertThat(source.fetch(source.resolve(Duration.ZERO), null).files()).hasSize(1);
        }
    }

    @Test
    void anEmptyFolderIsAnEmptyState() {
        assertThat(fetch(settings()).files()).isEmpty();
    }

    private void configMap(String name, String text) throws IOException {
        var data = Files.createDirectory(dir.resolve(".." + name));
        Files.writeString(data.resolve("a.yaml"), text);
        Files.writeString(data.resolve("b.yaml"), text);
    }

    /// What the kubelet does: a new folder, a new link renamed over the old, the old folder gone.
    private void swap(String name) {
        try {
            var old = dir.resolve("..data").toRealPath();
            configMap(name, name);
            var link = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of(".." + name));
            Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(old.resolve("a.yaml"));
            Files.delete(old.resolve("b.yaml"));
            Files.delete(old);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String path, String text) throws IOException {
        var file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private SourceSettings settings() {
        return SourceSettings.directory("s", dir);
    }

    private SourceSettings limits(int fileBytes, int files, long bundleBytes) {
        return settings().withLimits(new SourceLimits(fileBytes, files, bundleBytes, 32, 1));
    }

    private static DirectorySource source(SourceSettings settings) {
        return new DirectorySource(settings, InstantSource.system());
    }

    private static Content fetch(SourceSettings settings) {
        try (var source = source(settings)) {
            return source.fetch(source.resolve(Duration.ZERO), null);
        }
    }

    private static SourceFailure failure(SourceSettings settings) {
        try (var source = source(settings)) {
            return catchThrowableOfType(SourceFailure.class, () -> source.resolve(Duration.ZERO));
        }
    }

    private static String text(Content content, String path) {
        return content.files().stream()
                .filter(file -> file.path().equals(path))
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }
}
