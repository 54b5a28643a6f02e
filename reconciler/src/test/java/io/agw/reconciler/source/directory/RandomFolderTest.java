package io.agw.reconciler.source.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.reconciler.source.Source.Content;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Folders full of links: whatever is read is in the folder.
@Timeout(60)
class RandomFolderTest {
    private static final int FOLDERS = 150;
    private static final String INSIDE = "inside";
    private static final String OUTSIDE = "OUTSIDE";

    @TempDir private Path temporary;

    @Test
    void readingNeverLeavesTheFolder() throws IOException {
        var random = new Random(20261126);
        var outside = Files.createDirectories(temporary.resolve("outside/deeper"));
        Files.writeString(outside.resolve("a.yaml"), OUTSIDE);
        Files.writeString(temporary.resolve("outside/b.yaml"), OUTSIDE);
        int read = 0;
        for (int i = 0; i < FOLDERS; i++) {
            var root = Files.createDirectories(temporary.resolve("roots/" + i));
            fill(root, root, random, 0);
            try {
                for (var file : content(root).files()) {
                    assertThat(new String(file.bytes(), StandardCharsets.UTF_8)).isEqualTo(INSIDE);
                }
                read++;
            } catch (SourceFailure e) {
                assertThat(e + e.problems().toString()).doesNotContain(OUTSIDE, "outside");
            }
        }

        assertThat(read).as("folders that were read").isBetween(20, FOLDERS - 20);
    }

    private static Content content(Path root) {
        // Nothing counts as new, so that no folder is given time to settle.
        var late = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        try (var source = new DirectorySource(SourceSettings.directory("s", root), late)) {
            return source.fetch(source.resolve(Duration.ZERO), null);
        }
    }

    private void fill(Path root, Path folder, Random random, int depth) throws IOException {
        for (var name : new String[] {"a.yaml", "b.yaml", "c", "d"}) {
            var path = folder.resolve(name);
            switch (random.nextInt(depth == 0 ? 14 : 10)) {
                case 0 -> Files.createSymbolicLink(path, target(root, folder, random));
                case 1, 2, 3 -> {
                    if (depth < 3) {
                        fill(root, Files.createDirectory(path), random, depth + 1);
                    }
                }
                case 4, 5, 6, 7 -> Files.writeString(path, INSIDE);
                default -> {}
            }
        }
    }

    private Path target(Path root, Path folder, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> temporary.resolve("outside/b.yaml");
            case 1 -> temporary.resolve("outside");
            case 2 -> folder.relativize(temporary.resolve("outside/deeper"));
            case 3 -> root.resolve("a.yaml");
            case 4 -> Path.of("b.yaml");
            case 5 -> Path.of("nowhere");
            default -> Path.of("..");
        };
    }
}
