package io.agw.server.wiring;

import io.agw.bundle.reference.SourceVariables;
import io.agw.bundle.reference.SourceVariables.Fixed;
import io.agw.reconciler.loop.ConfiguredSource;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.source.directory.DirectorySource;
import io.agw.reconciler.source.git.GitSources;
import io.agw.reconciler.status.Identity;
import io.agw.server.settings.AgwdSettings;
import io.agw.server.settings.SourceSetting;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Settings of sources → sources.
final class SourceParts {
    private final AgwdSettings settings;
    private final GitSources git;
    private final InstantSource clock;
    private final ReferredFiles files;

    SourceParts(AgwdSettings settings, GitSources git, InstantSource clock) {
        this.settings = settings;
        this.files = ReferredFiles.of(settings);
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
                path -> named.contains(path) ? ReferredFiles.named(path) : files.referred(path));
    }
}
