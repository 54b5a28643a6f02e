package io.agw.server.cache;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Cache.Scope;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.turn.CallerKey;
import io.agw.store.Payer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Who asks for what.
///
/// @param payer whom the turn is counted for
/// @param agent that asks; null when none is known
/// @param ownKey of the client at the provider; null when it uses none
/// @param passed what else of the request is meant for the provider: headers, query
/// @param wishes of the client
public record Asked(
        Payer payer,
        @Nullable Agent agent,
        @Nullable CallerKey ownKey,
        ScannedRequest request,
        String passed,
        Wishes wishes) {
    /// Whether it is known with whom answers may be shared.
    boolean canShare(Scope scope) {
        return switch (scope) {
            case VIRTUAL_KEY -> payer.keyId() != null;
            case TEAM -> payer.team() != null && ownKey == null;
            case ROUTE, GLOBAL -> ownKey == null;
        };
    }

    /// Feeds with whom answers are shared, and what of the answer is not decided by the request.
    void feed(MessageDigest hash, RouteCache at) {
        var scope = at.cache().scope();
        Digest.feed(hash, scope.name());
        switch (scope) {
            case VIRTUAL_KEY -> {
                Digest.feed(hash, at.routeId());
                Digest.feedIfAny(hash, payer.keyId());
                Digest.feedIfAny(hash, payer.user());
                Digest.feedIfAny(hash, payer.agent());
            }
            case TEAM -> {
                Digest.feed(hash, at.routeId());
                Digest.feedIfAny(hash, payer.team());
            }
            case ROUTE -> Digest.feed(hash, at.routeId());
            case GLOBAL -> {}
        }
        Digest.feedIfAny(hash, ownKey == null ? null : ownKey.text().reveal());
        Digest.feed(hash, at.targets());
        Digest.feed(hash, choices());
        Digest.feed(hash, request.api().name());
        Digest.feed(hash, request.api().canStream() && request.streams() ? "stream" : "whole");
        Digest.feedIfAny(hash, request.model());
        Digest.feed(hash, passed);
    }

    /// What an agent changes of where its requests go.
    private String choices() {
        return agent == null
                ? "null [] null"
                : agent.defaultModel()
                        + " "
                        + agent.allowedProviderIds()
                        + " "
                        + agent.credentialScope();
    }
}
