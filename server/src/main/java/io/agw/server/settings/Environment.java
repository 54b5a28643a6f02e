package io.agw.server.settings;

import io.agw.bundle.reference.EnvironmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The process's variables, completed from `.env.local` and then `.env` in the working directory: a
/// variable that is set is not changed, and the earlier file wins.
final class Environment {
    private static final List<String> FILES = List.of(".env.local", ".env");

    private Environment() {}

    static Map<String, String> complete(Given given, Values values) {
        var variables = new HashMap<>(given.environment());
        files(given)
                .filter(Files::isRegularFile)
                .forEach(file -> read(file, values).forEach(variables::putIfAbsent));
        return variables;
    }

    /// The files that there may be.
    static Stream<Path> files(Given given) {
        return FILES.stream().map(given.directory()::resolve);
    }

    private static Map<String, String> read(Path file, Values values) {
        try {
            return EnvironmentFile.parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            values.problem(file + ": cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            values.problem(String.valueOf(e.getMessage()));
        }
        return Map.of();
    }
}
