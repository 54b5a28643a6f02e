package io.agw.bundle.plan;

import io.agw.bundle.model.ObjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What somebody has made another than an object says, for a time. It is no part of any bundle:
/// plans show it, and nothing that they do depends on it.
///
/// @param what the object says, or lets be used: `day of dollars`, `model`
/// @param change from what to what
/// @param by who has done it, and why
/// @param until when the object counts again
public record TimedOverride(ObjectKey key, String what, Edit change, By by, Instant until) {
    /// @param before null where there is nothing
    public record Edit(@Nullable String before, String after) {}

    /// @param reason for people
    public record By(String actor, String reason, Instant since) {}

    /// As plans and statuses show it.
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", key.kind().word())
                .put("name", key.id())
                .put("what", what)
                .put("before", change.before())
                .put("after", change.after())
                .put("by", by.actor())
                .put("reason", by.reason())
                .put("since", by.since().toString())
                .put("expires_at", until.toString());
    }
}
