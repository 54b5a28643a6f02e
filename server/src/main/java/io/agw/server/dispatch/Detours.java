package io.agw.server.dispatch;

import io.agw.server.admission.policy.Detour;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What it means for a request that a policy sends it elsewhere.
public final class Detours {
    /// Why such a request is sent there.
    static final String REASON = "policy";

    private Detours() {}

    /// Whether a request can be answered elsewhere: it asks a model to go on with what it says
    /// itself. What an upstream keeps no other has, vectors of two models are not alike, and of
    /// what is only passed on nobody knows what it asks for.
    public static boolean areFor(Wording wording) {
        return wording.api().canStream()
                && wording.previousResponse() == null
                && !wording.hasConversation();
    }

    /// Whether a target may be asked.
    static boolean leave(@Nullable Detour detour, Target target) {
        return detour == null
                || detour.providerId() == null
                || detour.providerId().equals(target.providerId());
    }

    /// The targets that may be asked.
    ///
    /// @throws TurnRefused when there are none
    static List<Target> only(@Nullable Detour detour, List<Target> targets) {
        if (detour == null) {
            return targets;
        }
        var left = targets.stream().filter(target -> leave(detour, target)).toList();
        if (left.isEmpty()) {
            throw new TurnRefused(
                    new Refusal(
                            502,
                            "no_candidate",
                            "policy \""
                                    + detour.policyId()
                                    + "\" sends it to provider \""
                                    + detour.providerId()
                                    + "\", which does not serve it on this route"));
        }
        return left;
    }
}
