package io.agw.bundle.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What was answered before, and is answered again without asking anybody.
@Doc("Answers that are kept, and given again to those who ask alike.")
public record Cache(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the cache is for.") @Nullable String description,
        @Doc("A disabled cache answers nothing and keeps nothing.") @Default("false")
                boolean disabled,
        @Doc("Which requests are alike.") Type type,
        @Doc("How long an answer is given again.") @Default("1h") Duration ttl,
        @Doc("Most bytes of all its answers; those not asked for longest go first.")
                @Default("67108864")
                @Limits(min = 65_536, max = 17_179_869_184L)
                long maxBytes,
        @Doc("Most answers.") @Default("10000") @Limits(min = 1, max = 1_000_000) int maxEntries,
        @Doc("Who shares answers.") @Default("virtual_key") Scope scope,
        @Doc("Which requests are answered from it; absent: all that can be.") @Default("{}")
                Cacheable cacheable,
        @Doc("With `prefix`: messages at the beginning that have to be the same.")
                @Limits(min = 1, max = 10_000)
                @Nullable Integer messages,
        @Doc("With `prefix`: whether what follows those messages makes no difference.")
                @Default("false")
                boolean ignoreSuffix,
        @Doc("With `semantic`: from which cosine of two embeddings on texts are alike; 0.95.")
                @Limits(min = 0, max = 1)
                @Nullable Double similarityThreshold,
        @Doc("With `semantic`: what makes embeddings.") @Nullable Embedding embedding,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    /// Most answers of a cache whose requests are compared one by one.
    public static final int MOST_COMPARED = 10_000;

    /// Which requests are alike.
    public enum Type {
        /// Those that are the same.
        EXACT,
        /// Those that begin with the same messages.
        PREFIX,
        /// Those whose last texts mean about the same, and that are the same otherwise.
        SEMANTIC
    }

    /// Who shares answers.
    public enum Scope {
        /// Each key has its own, and each user and agent that it speaks for.
        VIRTUAL_KEY,
        /// All keys of a team.
        TEAM,
        /// Everybody on a route.
        ROUTE,
        /// Everybody on all routes that name the cache and have the same targets.
        GLOBAL
    }

    /// Which requests are answered from a cache.
    public record Cacheable(
            @Doc(
                            "Highest temperature; a request that names none counts as 1. Absent: any, and none.")
                    @Limits(min = 0, max = 2)
                    @Nullable Double maxTemperature,
            @Doc("Whether only requests that offer no tools are answered.") @Default("false")
                    boolean noTools) {}

    /// What makes embeddings.
    public record Embedding(
            @Doc("Route of protocol `openai` that is asked for them.") @Refers(Kind.LLM_ROUTE)
                    String routeId,
            @Doc("Model that makes them.") String model) {}

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.CACHE, id);
    }
}
