package io.agw.server.dialect.shape;

import io.agw.server.dialect.Api;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The dialects that requests and answers can be translated between. Immutable.
public final class Dialects {
    private final Map<Api, Dialect> dialects;

    public Dialects(Map<Api, Dialect> dialects) {
        this.dialects = dialects.isEmpty() ? Map.of() : new EnumMap<>(dialects);
    }

    /// In which shape to ask a vendor for what a client has asked for: the client's own where the
    /// vendor has it, else the first that the vendor has and both can be translated. Null when
    /// there is no way.
    ///
    /// @param served what the vendor has
    public @Nullable Api spoken(Api asked, Predicate<Api> served) {
        if (served.test(asked)) {
            return asked;
        }
        if (asked.counts()) {
            var other = PromptCount.other(asked);
            return served.test(other) && hasBoth(asked, other) ? other : null;
        }
        if (asked.embeds()) {
            var other = EmbeddedTexts.other(asked);
            return served.test(other) ? other : null;
        }
        if (dialects.containsKey(asked)) {
            for (var other : dialects.keySet()) {
                if (served.test(other)) {
                    return other;
                }
            }
        }
        return null;
    }

    private boolean hasBoth(Api counting, Api other) {
        return dialects.containsKey(PromptCount.counted(counting))
                && dialects.containsKey(PromptCount.counted(other));
    }

    /// Whether an operation can be translated.
    public boolean knows(Api api) {
        return dialects.containsKey(api);
    }

    /// @throws IllegalArgumentException when it is none of these
    public Dialect of(Api api) {
        var dialect = dialects.get(api);
        if (dialect == null) {
            throw new IllegalArgumentException(
                    api + " (expected: one of " + dialects.keySet() + ")");
        }
        return dialect;
    }
}
