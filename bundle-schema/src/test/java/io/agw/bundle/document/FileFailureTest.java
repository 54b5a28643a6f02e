package io.agw.bundle.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
    @TempDir private Path folder;

    @Test
    void whatIsMissingIsNamedWithTheReason() {
        var missing = folder.resolve("none/x");

        assertThat(said(() -> Files.readAllBytes(missing)))
                .isEqualTo(missing + ": no such file or directory");
    }

    @Test
    void aDirectoryIsSaidToBeOne() {
        assertThat(said(() -> Files.readAllBytes(folder))).isEqualTo("asked: is a directory");
    }

    @Test
    void aPathThroughAFileIsSaidToBeNoDirectory() throws IOException {
        var file = Files.writeString(folder.resolve("f"), "x");

        assertThat(said(() -> Files.readAllBytes(file.resolve("x"))))
                .isEqualTo(file.resolve("x") + ": not a directory");
    }

    @Test
    void aFolderInTheWayIsSaidToBeOne() throws IOException {
        var file = Files.writeString(folder.resolve("f"), "x");
        var full = Files.createDirectories(folder.resolve("d/e")).getParent();

        assertThat(said(() -> Files.move(file, full, StandardCopyOption.REPLACE_EXISTING)))
                .isEqualTo(full + ": is a directory that is not empty");
    }

    @Test
    void aLackOfPermissionIsSaid() {
        assertThat(FileFailure.of("f", new java.nio.file.AccessDeniedException("/secret")))
                .isEqualTo("/secret: permission denied");
    }

    @Test
    void whateverElseItIsSomethingIsSaid() {
        assertThat(FileFailure.of("f", new IOException("Disk is full")))
                .isEqualTo("f: disk is full");
        assertThat(FileFailure.of("f", new IOException(""))).isEqualTo("f: ");
        assertThat(FileFailure.of("f", new IOException())).isEqualTo("f: IOException");
    }

    private static String said(Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            return FileFailure.of("asked", e);
        }
        throw new AssertionError("nothing failed");
    }

    @FunctionalInterface
    private interface Reading {
        void run() throws IOException;
    }
}
