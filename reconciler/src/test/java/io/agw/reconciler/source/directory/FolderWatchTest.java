package io.agw.reconciler.source.directory;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FolderWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path dir;
    private final AtomicInteger told = new AtomicInteger();
    private final DirectorySource source;

    FolderWatchTest(@TempDir Path dir) {
        this.dir = dir;
        this.source =
                new DirectorySource(SourceSettings.directory("s", dir), InstantSource.system());
    }

    @BeforeEach
    void watch() {
        source.onChange(told::incrementAndGet);
        look();
        // The first look finds folders that were not watched before, and says so.
        await().atMost(PATIENCE).until(() -> told.get() == 1);
        told.set(0);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aChangeIsTold() throws IOException {
        Files.writeString(dir.resolve("a.yaml"), "x");

        awaitTold();
    }

    @Test
    void aBurstOfChangesIsToldAFewTimes() throws IOException {
        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            Files.writeString(dir.resolve("f" + i + ".yaml"), "x");
        }

        awaitTold();
        // Each telling but the last took a pause of 100 ms, of which a slow machine makes several.
        await().during(ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> told.get() - 1 <= (System.nanoTime() - began) / 100_000_000);
        assertThat(told.get()).isLessThan(200);
    }

    @Test
    void aFileRenamedOverAnotherIsTold() throws IOException {
        var temporary = Files.writeString(dir.resolve(".a.yaml.tmp"), "x");
        awaitTold();
        told.set(0);

        Files.move(temporary, dir.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);

        awaitTold();
    }

    @Test
    void aNewFolderIsWatchedFromTheNextLookOn() throws IOException {
        Files.createDirectories(dir.resolve("team/eu"));
        awaitTold();
        look();
        await().atMost(PATIENCE).until(() -> told.get() > 1);
        told.set(0);

        Files.writeString(dir.resolve("team/eu/a.yaml"), "x");

        awaitTold();
    }

    @Test
    void aSwappedConfigMapIsTold() throws IOException {
        Files.createDirectory(dir.resolve("..1"));
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..1"));
        awaitTold();
        told.set(0);

        Files.createDirectory(dir.resolve("..2"));
        var link = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of("..2"));
        Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        awaitTold();
    }

    @Test
    void nothingIsToldAfterClose() throws IOException {
        source.close();
        Files.writeString(dir.resolve("a.yaml"), "x");

        await().during(ofMillis(500)).atMost(PATIENCE).until(() -> told.get() == 0);
    }

    private void awaitTold() {
        await().atMost(PATIENCE).until(() -> told.get() > 0);
    }

    private void look() {
        source.resolve(Duration.ZERO);
    }
}
