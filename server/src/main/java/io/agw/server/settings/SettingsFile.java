package io.agw.server.settings;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.ReadLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Nearest;
import io.agw.bundle.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `agwd.yaml`: nested mappings whose joined keys are those of {@link Setting}, and the full
/// forms of sources, users, tokens and issuers. It goes through the reader of bundles, which knows
/// lines and columns and says everything that is wrong.
final class SettingsFile {
    /// Lists whose items may be mappings.
    private static final Set<Setting> OF_MAPPINGS =
            EnumSet.of(
                    Setting.SOURCES,
                    Setting.ADMIN_USERS,
                    Setting.ADMIN_TOKENS,
                    Setting.OIDC_ISSUERS);

    private final Values values;
    private final Map<Setting, Node> full = new EnumMap<>(Setting.class);

    SettingsFile(Values values) {
        this.values = values;
    }

    /// Reads a file into the values.
    ///
    /// @return the lists that have full forms in them
    Map<Setting, Node> read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            values.problem(file + ": cannot be read (expected: a settings file): " + e);
            return full;
        }
        var problems = new Problems();
        var documents =
                new DocumentReader(ReadLimits.defaults())
                        .yaml(new SourceFile(file.toString(), bytes), problems);
        problems.sorted().forEach(problem -> values.problem(problem.toString()));
        if (documents.size() > 1) {
            values.problem(documents.get(1).at() + ": second document (expected: one document)");
        }
        if (!documents.isEmpty()) {
            if (documents.getFirst() instanceof Node.Members members) {
                read("", members);
            } else {
                values.problem(documents.getFirst().at() + ": expected a mapping of settings");
            }
        }
        return full;
    }

    private void read(String prefix, Node.Members members) {
        for (var member : members.members()) {
            var key = prefix + member.name();
            var setting = Setting.ofKey(key);
            boolean isGroup =
                    Arrays.stream(Setting.values())
                            .anyMatch(other -> other.key().startsWith(key + "."));
            if (setting.isPresent() && setting.get() != Setting.CONFIG) {
                take(setting.get(), member.value());
            } else if (isGroup && member.value() instanceof Node.Members nested) {
                read(key + ".", nested);
            } else {
                values.problem(unknown(member, key, isGroup));
            }
        }
    }

    private void take(Setting setting, Node value) {
        var origin = value.at() + ": " + setting.key();
        switch (value) {
            case Node.Scalar scalar when scalar.type() == Node.Scalar.Type.NULL -> {}
            case Node.Scalar scalar -> values.set(setting, List.of(scalar.text()), origin);
            case Node.Items(var items, _) when setting.isList() -> list(setting, items, value);
            case Node other ->
                    values.problem(
                            origin
                                    + ": "
                                    + other.describe()
                                    + " (expected: "
                                    + (setting.isList() ? "a list" : "a single value")
                                    + ")");
        }
    }

    private void list(Setting setting, List<Node> items, Node value) {
        var texts = new ArrayList<String>();
        for (var item : items) {
            if (item instanceof Node.Scalar scalar) {
                texts.add(scalar.text());
            } else if (OF_MAPPINGS.contains(setting)) {
                full.put(setting, value);
                return;
            } else {
                values.problem(
                        item.at()
                                + ": "
                                + setting.key()
                                + ": "
                                + item.describe()
                                + " (expected: a string)");
            }
        }
        values.set(setting, texts, value.at() + ": " + setting.key());
    }

    private static String unknown(Node.Member member, String key, boolean isGroup) {
        if (isGroup) {
            return member.at()
                    + ": "
                    + key
                    + ": "
                    + member.value().describe()
                    + " (expected: a mapping)";
        }
        var known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        return member.at()
                + ": \""
                + key
                + "\" is no setting"
                + Nearest.to(key, known)
                        .map(near -> " (did you mean \"" + near + "\"?)")
                        .orElse("");
    }
}
