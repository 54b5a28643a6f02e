package io.agw.server.survey;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The models of one provider, as it last listed them. Immutable.
///
/// @param models by name, in the provider's order
/// @param fetchedAt when the provider said so; null when it never did
/// @param problem why the last question was in vain; null when it was not
public record ModelList(
        Map<String, FoundModel> models, @Nullable Instant fetchedAt, @Nullable String problem) {
    static final ModelList UNKNOWN = new ModelList(Map.of(), null, null);

    public ModelList {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    static ModelList of(List<FoundModel> models, Instant fetchedAt) {
        var byName = new LinkedHashMap<String, FoundModel>();
        models.forEach(model -> byName.putIfAbsent(model.name(), model));
        return new ModelList(byName, fetchedAt, null);
    }

    /// The same models, after a question in vain.
    ModelList butFailed(String why) {
        return new ModelList(models, fetchedAt, why);
    }
}
