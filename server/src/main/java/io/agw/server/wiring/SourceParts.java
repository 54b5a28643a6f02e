package io.agw.server.wiring;

import io.agw.bundle.reference.SourceVariables;
import io.agw.bundle.reference.SourceVariables.Fixed;
import io.agw.bundle.reference.Variables.Lookup;
import io.agw.reconciler.loop.ConfiguredSource;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.directory.DirectorySource;
import io.agw.reconciler.source.git.GitSources;
import io.agw.reconciler.status.Identity;
import io.agw.server.settings.AgwdSettings;
import io.agw.server.settings.SourceSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Settings of sources → sources.
final class SourceParts {
    private static final long LONGEST_REFERRED_FILE = 64 * 1024;

    private final AgwdSettings settings;
    private final GitSources git;
    private final InstantSource clock;

    SourceParts(AgwdSettings settings, GitSources git, InstantSource clock) {
        this.settings = settings;
        this.git = git;
        this.clock = clock;
    }

    List<ConfiguredSource> all() {
        return settings.sources().stream().map(this::configured).toList();
    }

    private ConfiguredSource configured(SourceSetting setting) {
        return new ConfiguredSource(
                source(setting), setting.policy(), variables(setting), identity(setting));
    }

    private static Identity identity(SourceSetting setting) {
        var place = setting.place();
        var description = new LinkedHashMap<String, String>();
        if (place.dir() != null) {
            description.put("type", "dir");
            description.put("dir", place.dir().toString());
        } else {
            description.put("type", "git");
            description.put("url", String.valueOf(place.url()));
            description.put("ref", place.ref().toString());
            description.put("path", place.path());
        }
        return new Identity(place.id(), description);
    }

    private Source source(SourceSetting setting) {
        return setting.place().dir() == null
                ? git.open(setting.place())
                : new DirectorySource(setting.place(), clock);
    }

    private SourceVariables variables(SourceSetting setting) {
        var named =
                setting.grants().fixed().values().stream()
                        .filter(Fixed.File.class::isInstance)
                        .map(file -> ((Fixed.File) file).path())
                        .collect(Collectors.toSet());
        return new SourceVariables(
                setting.grants(),
                settings.environment(),
                path ->
                        named.contains(path)
                                ? namedFile(path)
                                : referredFile(settings.sourceFiles(), path));
    }

    /// A file that the operator granted by name, wherever it lies.
    private static Lookup namedFile(String path) {
        return referredFile(
                Optional.ofNullable(Path.of(path).getParent()),
                Path.of(path).getFileName().toString());
    }

    /// A file that a bundle refers to, under the one folder that it may.
    static Lookup referredFile(Optional<Path> root, String path) {
        if (root.isEmpty()) {
            return new Lookup.Forbidden(
                    "files cannot be referred to here: source_files is not set");
        }
        try {
            var folder = root.get().toRealPath();
            var file = folder.resolve(path).normalize();
            if (!file.startsWith(folder)) {
                // before anything is looked up: a bundle must not learn what there is elsewhere
                return outside();
            }
            if (!Files.exists(file)) {
                return new Lookup.NotSet();
            }
            var real = file.toRealPath();
            if (!real.startsWith(folder) || !Files.isRegularFile(real)) {
                return outside();
            }
            if (Files.size(real) > LONGEST_REFERRED_FILE) {
                return new Lookup.Forbidden("the file is larger than 64 KiB");
            }
            var text = Files.readString(real, StandardCharsets.UTF_8);
            return new Lookup.Found(text.replaceFirst("\\R\\z", ""));
        } catch (IOException | InvalidPathException _) {
            // the reason may quote the path's target, which a bundle must not learn
            return new Lookup.Forbidden("the file cannot be read");
        }
    }

    private static Lookup outside() {
        return new Lookup.Forbidden("the path leaves the folder of source_files");
    }
}
