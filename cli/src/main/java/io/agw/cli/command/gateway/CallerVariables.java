package io.agw.cli.command.gateway;

import io.agw.bundle.reference.Variables;
import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The caller's environment and files, as a bundle may refer to them, and a record of what was
/// found: that, and nothing else, is sent along with the bundle.
final class CallerVariables implements Variables {
    private static final long MOST_BYTES = 1 << 20;

    private final Shell shell;
    private final Path root;
    private final Map<String, String> given;
    private final SortedMap<String, String> usedVariables = new TreeMap<>();
    private final SortedMap<String, String> usedFiles = new TreeMap<>();

    /// @param root where files may be; a path that leads out of it is refused
    /// @param given variables of `--var`, which count before the environment
    CallerVariables(Shell shell, Path root, Map<String, String> given) {
        this.shell = shell;
        this.root = root;
        this.given = Map.copyOf(given);
    }

    /// Variables that were found so far.
    SortedMap<String, String> usedVariables() {
        return usedVariables;
    }

    /// Files that were found so far.
    SortedMap<String, String> usedFiles() {
        return usedFiles;
    }

    @Override
    public synchronized Lookup variable(String name) {
        var value = given.getOrDefault(name, shell.environment().get(name));
        if (value == null) {
            return new Lookup.NotSet();
        }
        usedVariables.put(name, value);
        return new Lookup.Found(value);
    }

    @Override
    public synchronized Lookup file(String path) {
        try {
            var realRoot = root.toRealPath();
            var file = realRoot.resolve(path).normalize();
            if (!file.startsWith(realRoot) || !Files.exists(file)) {
                return file.startsWith(realRoot) ? new Lookup.NotSet() : outside();
            }
            var real = file.toRealPath();
            if (!real.startsWith(realRoot)) {
                return outside();
            }
            if (!Files.isRegularFile(real) || Files.size(real) > MOST_BYTES) {
                return new Lookup.Forbidden("it is no file of at most 1 MiB");
            }
            var text = Files.readString(real, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
            usedFiles.put(path, text);
            return new Lookup.Found(text);
        } catch (IOException _) {
            return new Lookup.Forbidden("it cannot be read as UTF-8 text");
        }
    }

    private static Lookup outside() {
        return new Lookup.Forbidden("it is outside the folder of --file-root");
    }
}
