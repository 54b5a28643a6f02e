package io.agw.server.dispatch;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One candidate of a route.
///
/// @param providerType to find out whether the type is switched off
/// @param upstreamModel as the provider names it; null or `*` to ask for what the client named
/// @param abilities what its model can do
/// @param excluded why it never serves; null when it does
/// @param handling how it is called
/// @param standing shared by all routes to the same target
/// @param managed itself for the models of which the configuration has something to say, where it
///   is asked for what the client named
public record Target(
        String providerId,
        String providerType,
        @Nullable String upstreamModel,
        int weight,
        int priority,
        boolean preferred,
        Abilities abilities,
        @Nullable Excluded excluded,
        Handling handling,
        Standing standing,
        Accounts accounts,
        SortedMap<String, Target> managed) {
    public Target {
        managed = Collections.unmodifiableSortedMap(new TreeMap<>(managed));
    }

    /// One that is the same for every model.
    public Target(
            String providerId,
            String providerType,
            @Nullable String upstreamModel,
            int weight,
            int priority,
            boolean preferred,
            Abilities abilities,
            @Nullable Excluded excluded,
            Handling handling,
            Standing standing,
            Accounts accounts) {
        this(
                providerId,
                providerType,
                upstreamModel,
                weight,
                priority,
                preferred,
                abilities,
                excluded,
                handling,
                standing,
                accounts,
                Collections.emptySortedMap());
    }

    /// Why a target never serves.
    public enum Excluded {
        PROVIDER_MISSING,
        PROVIDER_DISABLED,
        /// Not for the agent that asks.
        PROVIDER_NOT_ALLOWED,
        TYPE_NOT_SERVED,
        MODEL_DISABLED
    }

    /// A target that stands for what is not there.
    static Target excluded(String providerId, @Nullable String model, Excluded why) {
        return new Target(
                providerId,
                "",
                model,
                0,
                0,
                false,
                Abilities.UNKNOWN,
                why,
                Handling.plain(0),
                new Standing(),
                new Accounts(List.of()));
    }

    /// The same, called with these.
    Target with(Accounts others) {
        var theirs = new TreeMap<String, Target>();
        managed.forEach((model, target) -> theirs.put(model, target.with(others)));
        return copy(abilities, excluded, others, theirs);
    }

    /// The same, whose model can do this.
    Target with(Abilities others) {
        return copy(others, excluded, accounts, managed);
    }

    /// The same for one model.
    Target as(Abilities can, @Nullable Excluded why, Accounts keys) {
        return copy(can, why, keys, Collections.emptySortedMap());
    }

    /// The same, which is another for some models.
    Target with(SortedMap<String, Target> others) {
        return copy(abilities, excluded, accounts, others);
    }

    private Target copy(
            Abilities can,
            @Nullable Excluded why,
            Accounts keys,
            SortedMap<String, Target> others) {
        return new Target(
                providerId,
                providerType,
                upstreamModel,
                weight,
                priority,
                preferred,
                can,
                why,
                handling,
                standing,
                keys,
                others);
    }

    /// What it is for what a client asks for.
    ///
    /// @param asked the client's name without the route's own prefix
    Target forModel(@Nullable String asked) {
        var model = modelFor(asked);
        var own = model == null ? null : managed.get(model);
        return own == null ? this : own;
    }

    /// Whether it is asked for what the client named.
    boolean takesNames() {
        return upstreamModel == null || upstreamModel.equals("*");
    }

    /// Provider and model in one, as a candidate of the bundle: `openai-main/gpt-4o`.
    String address() {
        return providerId + "/" + upstreamModel;
    }

    /// What to ask for.
    ///
    /// @param model see {@link #modelFor}
    Wanted wanted(@Nullable String model) {
        return new Wanted(model, abilities.maxOutputTokens(), null);
    }

    /// The model to ask for.
    ///
    /// @param asked the client's name without the route's own prefix
    @Nullable String modelFor(@Nullable String asked) {
        return takesNames() ? asked : upstreamModel;
    }

    /// What an upstream is asked for.
    ///
    /// @param model null for what the client named
    /// @param maxTokens most tokens that the model answers with; null when not known
    /// @param limit tokens that the answer may have at most, which the upstream has to be told
    ///   where the client's request does not; null for none
    record Wanted(@Nullable String model, @Nullable Long maxTokens, @Nullable Long limit) {
        /// The same with a limit.
        Wanted within(@Nullable Long most) {
            return new Wanted(model, maxTokens, most);
        }
    }
}
