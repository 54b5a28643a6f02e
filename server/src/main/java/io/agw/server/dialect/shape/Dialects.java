package io.agw.server.dialect.shape;

import io.agw.server.dialect.Api;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The dialects that requests and answers can be translated between. Immutable.
public final class Dialects {
    private final Map<Api, UpstreamDialect> dialects;

    /// @param dialects those that clients speak, and those that only upstreams do
    public Dialects(Map<Api, ? extends UpstreamDialect> dialects) {
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
        if (knows(asked)) {
            for (var other : dialects.keySet()) {
                if (served.test(other)) {
                    return other;
                }
            }
        }
        return null;
    }

    private boolean hasBoth(Api counting, Api other) {
        return knows(PromptCount.counted(counting)) && knows(PromptCount.counted(other));
    }

    /// Whether clients can ask for an operation in other words than their own.
    public boolean knows(Api api) {
        return dialects.get(api) instanceof Dialect;
    }

    /// What clients speak.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public Dialect of(Api api) {
        if (dialects.get(api) instanceof Dialect dialect) {
            return dialect;
        }
        throw unknown(api);
    }

    /// What an upstream is asked in.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public UpstreamDialect upstream(Api api) {
        var dialect = dialects.get(api);
        if (dialect == null) {
            throw unknown(api);
        }
        return dialect;
    }

    /// Who signs the thoughts of a model.
    ///
    /// @param model as the upstream names it
    /// @param signer host and port of who signs although the dialect is another's; empty where it
    ///   is the dialect's own vendor
    public Signatory signatory(Api spoken, String model, String signer) {
        return signer.isEmpty()
                ? upstream(spoken).signatory(model)
                : Signatory.numbered('V', spoken.word() + " " + signer);
    }

    private IllegalArgumentException unknown(Api api) {
        return new IllegalArgumentException(api + " (expected: one of " + dialects.keySet() + ")");
    }
}
