package io.agw.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold what a program should come to. `-Dgolden=write` writes them anew, to be reviewed
/// as a diff.
public final class Golden {
    private Golden() {}

    /// Compares a text with a file, or writes the file.
    public static void check(Path file, String actual) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(file, actual);
        }
        assertThat(Files.exists(file)).as(file + " (make it with -Dgolden=write)").isTrue();
        assertThat(actual)
                .as(file + " is out of date (make it anew with -Dgolden=write)")
                .isEqualTo(Files.readString(file));
    }
}
