package io.agw.server.dispatch;

import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which targets are up to a request, as far as is known. Thread-safe.
final class Fit {
    private final Findings findings;

    Fit(Findings findings) {
        this.findings = findings;
    }

    /// A target with what its model can do by its provider's word, where the configuration has
    /// none.
    ///
    /// @param asked the client's name without the route's own prefix; null when it named none
    Target known(Target target, @Nullable String asked) {
        var model = target.modelFor(asked);
        if (model == null || target.abilities().known() != null) {
            return target;
        }
        return target.with(findings.abilities(target.providerId(), model));
    }

    /// Those that can serve a request; of these the healthy ones, where any is.
    ///
    /// @param targets at least one, with all that is known of them
    /// @param model as the client named it
    /// @throws TurnRefused when none can
    List<Target> among(List<Target> targets, String model, RequestTraits traits) {
        var able = able(targets, traits);
        if (able.isEmpty()) {
            // that it is too much is a guess: nothing is refused for missing the mark by a little
            able = able(targets, traits.atLeast());
        }
        if (able.isEmpty()) {
            throw new TurnRefused(
                    new Refusal(
                                    400,
                                    "no_capable_model",
                                    "model \""
                                            + model
                                            + "\" has no candidate for this request (expected: one"
                                            + " that "
                                            + targets.getFirst().abilities().lacks(traits)
                                            + ")")
                            .about("model"));
        }
        var healthy = able.stream().filter(each -> findings.isHealthy(each.providerId())).toList();
        return healthy.isEmpty() ? able : healthy;
    }

    /// Whether a target may serve a request when no other is left.
    boolean isAble(Target target, RequestTraits traits) {
        return target.abilities().lacks(traits.atLeast()) == null;
    }

    private static List<Target> able(List<Target> targets, RequestTraits traits) {
        return targets.stream().filter(each -> each.abilities().lacks(traits) == null).toList();
    }
}
