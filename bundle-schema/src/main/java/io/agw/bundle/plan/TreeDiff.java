package io.agw.bundle.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The difference between two trees, field by field.
///
/// Objects are compared member by member. Lists are compared as a whole, unless both hold objects
/// that stand for the same things in the same order; then each pair is compared.
final class TreeDiff {
    /// Equal numbers are equal however they are held in memory.
    private static final Comparator<JsonNode> SCALARS =
            (a, b) -> {
                if (a.isNumber() && b.isNumber()) {
                    return a.decimalValue().compareTo(b.decimalValue());
                }
                return a.equals(b) ? 0 : 1;
            };

    private final List<FieldDiff> found = new ArrayList<>();

    private TreeDiff() {}

    private static boolean isSame(JsonNode before, JsonNode after) {
        return before.equals(after) || before.equals(SCALARS, after);
    }

    /// Every field that differs, ordered by path.
    static List<FieldDiff> between(ObjectNode before, ObjectNode after) {
        var diff = new TreeDiff();
        diff.members("", before, after);
        return diff.found;
    }

    private void members(String path, JsonNode before, JsonNode after) {
        var names = new TreeSet<String>();
        names.addAll(before.propertyNames());
        names.addAll(after.propertyNames());
        for (var name : names) {
            field(path + "/" + escaped(name), before.get(name), after.get(name));
        }
    }

    private void field(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null || after == null) {
            found.add(new FieldDiff.Value(path, before, after));
        } else if (before.isObject() && after.isObject()) {
            members(path, before, after);
        } else if (arePaired(before, after)) {
            for (int i = 0; i < before.size(); i++) {
                members(path + "/" + i, before.get(i), after.get(i));
            }
        } else if (!isSame(before, after)) {
            found.add(new FieldDiff.Value(path, before, after));
        }
    }

    private static boolean arePaired(JsonNode before, JsonNode after) {
        if (!before.isArray() || !after.isArray() || before.size() != after.size()) {
            return false;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!standForTheSame(before.get(i), after.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean standForTheSame(JsonNode before, JsonNode after) {
        return before.isObject()
                && after.isObject()
                && before.path("id").equals(after.path("id"))
                && before.path("name").equals(after.path("name"));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
