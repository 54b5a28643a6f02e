package io.agw.reconciler.source.directory;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
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

@Timeout(60)
class FolderWatchTest {
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
        await().atMost(ofSeconds(5)).until(() -> told.get() == 1);
        told.set(0);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aChangeIsToldWithinASecond() throws IOException {
        Files.writeString(dir.resolve("a.yaml"), "x");

        await().atMost(ofSeconds(1)).until(() -> told.get() > 0);
    }

    @Test
    void aBurstOfChangesIsToldAFewTimes() throws IOException {
        for (int i = 0; i < 200; i++) {
            Files.writeString(dir.resolve("f" + i + ".yaml"), "x");
        }

        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
        await().during(ofMillis(500))
                .atMost(ofSeconds(5))
                .untilAsserted(() -> assertThat(told.get()).isLessThanOrEqualTo(3));
    }

    @Test
    void aFileRenamedOverAnotherIsTold() throws IOException {
        var temporary = Files.writeString(dir.resolve(".a.yaml.tmp"), "x");
        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
        told.set(0);

        Files.move(temporary, dir.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);

        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
    }

    @Test
    void aNewFolderIsWatchedFromTheNextLookOn() throws IOException {
        Files.createDirectories(dir.resolve("team/eu"));
        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
        look();
        await().atMost(ofSeconds(5)).until(() -> told.get() > 1);
        told.set(0);

        Files.writeString(dir.resolve("team/eu/a.yaml"), "x");

        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
    }

    @Test
    void aSwappedConfigMapIsTold() throws IOException {
        Files.createDirectory(dir.resolve("..1"));
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..1"));
        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
        told.set(0);

        Files.createDirectory(dir.resolve("..2"));
        var link = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of("..2"));
        Files.move(link, dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        await().atMost(ofSeconds(5)).until(() -> told.get() > 0);
    }

    @Test
    void nothingIsToldAfterClose() throws IOException {
        source.close();
        Files.writeString(dir.resolve("a.yaml"), "x");

        await().during(ofMillis(500)).atMost(ofSeconds(5)).until(() -> told.get() == 0);
    }

    private void look() {
        source.resolve(Duration.ZERO);
    }
}
