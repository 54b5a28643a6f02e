package io.agw.cli.shell;

import io.agw.bundle.reference.EnvironmentFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Process environment and `.env` files → one environment.
public final class Environment {
    private static final List<String> FILES = List.of(".env.local", ".env");

    private Environment() {}

    /// The process environment over `.env.local` over `.env` of a folder.
    ///
    /// @throws CommandFailed when a file is malformed or cannot be read
    public static Map<String, String> of(Map<String, String> process, Path directory) {
        var merged = new HashMap<>(process);
        for (var name : FILES) {
            var file = directory.resolve(name);
            if (Files.isRegularFile(file)) {
                read(file, name).forEach(merged::putIfAbsent);
            }
        }
        return merged;
    }

    private static Map<String, String> read(Path file, String name) {
        try {
            return EnvironmentFile.parse(name, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.INVALID, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.INVALID, name + " cannot be read (expected: UTF-8 text)");
        }
    }
}
