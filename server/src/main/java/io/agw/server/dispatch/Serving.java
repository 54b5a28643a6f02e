package io.agw.server.dispatch;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.provider.ProviderTypes;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.List;

/// Which targets are there to be asked for an operation, and why others are not. Thread-safe.
final class Serving {
    private final ProviderTypes types;
    private final Dialects dialects;

    /// @param dialects by which a vendor can be asked in other words than the client's
    Serving(ProviderTypes types, Dialects dialects) {
        this.types = types;
        this.dialects = dialects;
    }

    /// Whether a target is switched on, whatever it is asked for.
    boolean isEnabled(Target target) {
        return target.excluded() == null && types.isEnabled(target.providerType());
    }

    /// Whether a vendor has an operation, or one that it can be translated to.
    boolean hasWords(Target target, Api api) {
        return target.accounts().serve(each -> dialects.spoken(api, each::serves) != null);
    }

    /// Whether a target can be asked for an operation.
    boolean serves(Target target, Api api) {
        return isEnabled(target) && hasWords(target, api);
    }

    /// @throws TurnRefused that says why a target cannot be asked for an operation
    void check(Target target, Api api) {
        checkEnabled(target);
        if (!hasWords(target, api)) {
            throw new TurnRefused(apiNotServed(target, api));
        }
    }

    /// @throws TurnRefused that says why a target cannot be asked for anything
    void checkEnabled(Target target) {
        switch (target.excluded()) {
            case null -> {
                if (!types.isEnabled(target.providerType())) {
                    throw new TurnRefused(disabled(target));
                }
            }
            case PROVIDER_MISSING ->
                    throw new TurnRefused(
                            new Refusal(
                                    502,
                                    "provider_not_found",
                                    "provider \"" + target.providerId() + "\" is not configured"));
            case PROVIDER_NOT_ALLOWED -> throw new TurnRefused(notAllowed(target));
            case TYPE_NOT_SERVED -> throw new TurnRefused(typeNotServed(target));
            case PROVIDER_DISABLED, MODEL_DISABLED -> throw new TurnRefused(disabled(target));
        }
    }

    /// Why nobody is left for a model: that a type is still to come is said before anything else,
    /// for nothing in the configuration mends it.
    Refusal nobody(String model, Api api, List<Target> all) {
        var targets =
                all.stream()
                        .filter(each -> each.excluded() != Target.Excluded.PROVIDER_NOT_ALLOWED)
                        .toList();
        if (targets.isEmpty()) {
            return notAllowed(all.getFirst());
        }
        return targets.stream()
                .filter(target -> target.excluded() == Target.Excluded.TYPE_NOT_SERVED)
                .map(Serving::typeNotServed)
                .findFirst()
                .or(() ->
                        targets.stream()
                                .filter(target -> !hasWords(target, api))
                                .map(target -> apiNotServed(target, api))
                                .findFirst())
                .orElseGet(() ->
                        new Refusal(
                                502,
                                "no_candidate",
                                "model \"" + model + "\" has no candidate that is enabled"));
    }

    private static Refusal typeNotServed(Target target) {
        return new Refusal(
                501,
                "provider_type_not_served",
                "provider type \""
                        + target.providerType()
                        + "\" of provider \""
                        + target.providerId()
                        + "\" is not served yet");
    }

    static Refusal apiNotServed(Target target, Api api) {
        return new Refusal(
                400,
                "api_not_served",
                "provider \""
                        + target.providerId()
                        + "\" of type \""
                        + target.providerType()
                        + "\" has no "
                        + (api == Api.PASSTHROUGH ? "other calls of OpenAI's API" : api.word()));
    }

    private static Refusal notAllowed(Target target) {
        return new Refusal(
                403,
                "provider_not_allowed",
                "agent may not use provider \"" + target.providerId() + "\"");
    }

    private static Refusal disabled(Target target) {
        return new Refusal(
                403, "provider_disabled", "provider \"" + target.providerId() + "\" is disabled");
    }
}
