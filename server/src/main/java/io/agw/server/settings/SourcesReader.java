package io.agw.server.settings;

import io.agw.bundle.document.Node;
import io.agw.bundle.reference.SourceVariables;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.SourceSettings;
import io.agw.reconciler.source.SourceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the sources: in their short form from anywhere, in their full form from the settings file.
final class SourcesReader {
    private final Values values;
    private final Path directory;
    private final Set<String> unsafeSchemes;

    SourcesReader(Values values, Path directory) {
        this.values = values;
        this.directory = directory;
        this.unsafeSchemes = unsafeSchemes(values);
    }

    /// @param full the list in the settings file; null when there is none with full forms in it
    List<SourceSetting> read(@Nullable Node full) {
        var common = new VariableGrants(values, directory).common();
        var sources = new ArrayList<SourceSetting>();
        if (values.isSet(Setting.SOURCES) || full == null) {
            for (var text : values.list(Setting.SOURCES)) {
                shortForm(text, null, sources.isEmpty())
                        .ifPresent(place -> sources.add(bare(place, common)));
            }
        } else if (full instanceof Node.Items(var items, _)) {
            for (int i = 0; i < items.size(); i++) {
                one("sources[" + i + "]", items.get(i), common, sources.isEmpty())
                        .ifPresent(sources::add);
            }
        }
        checkIds(sources);
        return sources;
    }

    private Optional<SourceSetting> one(
            String name, Node node, SourceVariables.Grants common, boolean isFirst) {
        return switch (node) {
            case Node.Scalar scalar ->
                    shortForm(scalar.text(), node, isFirst).map(place -> bare(place, common));
            case Node.Members members ->
                    Optional.of(
                            fullForm(
                                    new Members(name, members, directory, values.problems()),
                                    common,
                                    isFirst));
            case Node other -> {
                values.problem(
                        other.at()
                                + ": "
                                + name
                                + ": "
                                + other.describe()
                                + " (expected: a mapping, or [ID=]DIR or [ID=]URL#REF:PATH)");
                yield Optional.empty();
            }
        };
    }

    private Optional<SourceSettings> shortForm(String text, @Nullable Node node, boolean isFirst) {
        try {
            var parsed = SourceSpec.parse(text, isFirst ? SourceSettings.DEFAULT_ID : null);
            var place =
                    allowed(parsed.dir() == null ? parsed : parsed.withDir(resolved(parsed.dir())));
            place.problems().forEach(problem -> report(node, problem));
            return Optional.of(place);
        } catch (IllegalArgumentException e) {
            report(node, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void report(@Nullable Node node, String problem) {
        if (node == null) {
            values.problem(Setting.SOURCES, problem);
        } else {
            values.problem(node.at() + ": sources: " + problem);
        }
    }

    private SourceSetting fullForm(Members source, SourceVariables.Grants common, boolean isFirst) {
        var place = allowed(new PlaceReader(source).read(isFirst));
        place.problems().forEach(source::problem);
        var policy = new PolicyReader(source).read();
        policy.problems().forEach(source::problem);
        var grants = new VariableGrants(values, directory).of(source, common);
        source.done();
        return new SourceSetting(place, policy, grants);
    }

    private SourceSettings allowed(SourceSettings place) {
        return place.withAccess(place.access().allowing(unsafeSchemes));
    }

    private static Set<String> unsafeSchemes(Values values) {
        var schemes = new HashSet<String>();
        for (var scheme : values.list(Setting.UNSAFE_SCHEMES)) {
            if (GitAccess.UNSAFE_SCHEMES.contains(scheme)) {
                schemes.add(scheme);
            } else {
                values.problem(
                        Setting.UNSAFE_SCHEMES, "\"" + scheme + "\" (expected: http or file)");
            }
        }
        return schemes;
    }

    private static SourceSetting bare(SourceSettings place, SourceVariables.Grants common) {
        return new SourceSetting(place, SourcePolicy.defaults(), common);
    }

    private void checkIds(List<SourceSetting> sources) {
        var ids = new HashSet<String>();
        for (var source : sources) {
            if (!ids.add(source.place().id())) {
                values.problem(
                        Setting.SOURCES,
                        "id \"" + source.place().id() + "\" is used twice (expected: unique ids)");
            }
        }
    }

    private Path resolved(Path path) {
        return directory.resolve(path).normalize();
    }
}
