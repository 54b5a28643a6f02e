package io.agw.store.sqlite;

import io.agw.store.GuardEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Runs of guards as JSON: `[["pii","input",1200,"clean"]]`.
final class GuardEntries {
    private static final JsonMapper JSON = JsonMapper.shared();

    private GuardEntries() {}

    /// Null when none ran.
    static @Nullable String text(List<GuardEntry> runs) {
        if (runs.isEmpty()) {
            return null;
        }
        var list = JSON.createArrayNode();
        for (var run : runs) {
            list.addArray().add(run.id()).add(run.stage()).add(run.nanos()).add(run.verdict());
        }
        return list.toString();
    }

    static List<GuardEntry> of(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        var runs = new ArrayList<GuardEntry>();
        for (var run : JSON.readTree(text)) {
            runs.add(
                    new GuardEntry(
                            run.path(0).asString(),
                            run.path(1).asString(),
                            run.path(2).asLong(),
                            run.path(3).asString()));
        }
        return runs;
    }
}
