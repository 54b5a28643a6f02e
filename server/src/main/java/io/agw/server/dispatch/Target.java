package io.agw.server.dispatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One candidate of a route.
///
/// @param providerType for spans, and to find out whether the type is switched off
/// @param upstreamModel as the provider names it; null or `*` to ask for what the client named
/// @param abilities what its model can do
/// @param excluded why it never serves; null when it does
/// @param handling how it is called
/// @param standing shared by all routes to the same target
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
        Accounts accounts) {
    /// Why a target never serves.
    public enum Excluded {
        PROVIDER_MISSING,
        PROVIDER_DISABLED,
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
        return new Target(
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
                others);
    }

    /// The same, whose model can do this.
    Target with(Abilities others) {
        return new Target(
                providerId,
                providerType,
                upstreamModel,
                weight,
                priority,
                preferred,
                others,
                excluded,
                handling,
                standing,
                accounts);
    }

    /// Provider and model in one, as a candidate of the bundle: `openai-main/gpt-4o`.
    String address() {
        return providerId + "/" + upstreamModel;
    }

    /// The model to ask for.
    ///
    /// @param asked the client's name without the route's own prefix
    @Nullable String modelFor(@Nullable String asked) {
        return upstreamModel == null || upstreamModel.equals("*") ? asked : upstreamModel;
    }
}
