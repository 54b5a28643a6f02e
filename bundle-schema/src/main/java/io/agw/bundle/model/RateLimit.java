package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// How much may come in a time, or go on at once.
@Doc("How many requests and tokens may come in a time, and how many requests go on at once.")
public record RateLimit(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the limit is for.") @Nullable String description,
        @Doc("A disabled limit limits nothing.") @Default("false") boolean disabled,
        @Doc("Whom the limit is for. Absent: each key, route and agent that names the limit.")
                @Nullable Subject subject,
        @Doc("Most requests in a time, on average.") @Nullable Rate requests,
        @Doc("Most requests at once after a pause. Absent: the count of `requests`.")
                @Limits(min = 1, max = Rate.MOST)
                @Nullable Long burst,
        @Doc("Most tokens in a time, of requests and answers together, on average.")
                @Nullable Rate tokens,
        @Doc("Most requests that go on at the same time.") @Limits(min = 1, max = 1_000_000)
                @Nullable Integer maxConcurrent,
        @Doc("Most streams that go on at the same time.") @Limits(min = 1, max = 1_000_000)
                @Nullable Integer maxStreams,
        @Doc("Where requests wait that are too many. Absent: they are refused at once.")
                @Nullable RequestQueue queue,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.RATE_LIMIT, id);
    }
}
