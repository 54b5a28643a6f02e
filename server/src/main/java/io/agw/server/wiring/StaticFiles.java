package io.agw.server.wiring;

import io.agw.bundle.document.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The file that `--static-config` names.
final class StaticFiles {
    private StaticFiles() {}

    /// @throws StartFailure when it cannot be read
    static List<SourceFile> read(Path file) {
        try {
            return List.of(new SourceFile(file.toString(), Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new StartFailure(
                    "static_config: " + file + " cannot be read (expected: a bundle file)");
        }
    }
}
