package io.agw.server.provider.vertex;

import io.agw.bundle.model.Secret;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.http.Authentication;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The token of a service account, renewed before it runs out by one call, while the others go on
/// with the one at hand. Where there is none, all wait for the call that fetches it.
final class ServiceTokens implements Authentication {
    private static final Duration RENEWED_AHEAD = Duration.ofMinutes(5);

    /// Clocks differ, and a request takes time to arrive.
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /// How long a failure answers for those who waited meanwhile, and how long one to renew early
    /// is left at that.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ServiceAccount account;
    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Token token;
    private @Nullable Failure failure;

    ServiceTokens(ServiceAccount account, TokenEndpoint endpoint, InstantSource clock) {
        this.account = account;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public List<Header> headers(Outgoing request) throws CallFailed {
        var current = current(request.call());
        return List.of(new Header("Authorization", "Bearer " + current.text().reveal()));
    }

    @Override
    public List<Secret> sent() {
        var held = token;
        return held == null ? List.of() : List.of(held.text());
    }

    @Override
    public void refused() {
        token = null;
    }

    private Token current(ProviderCall call) throws CallFailed {
        var held = token;
        var now = clock.instant();
        if (held != null && now.isBefore(held.renewedFrom())) {
            return held;
        }
        if (held == null || !now.isBefore(held.goodUntil())) {
            renewing.lock();
        } else if (!renewing.tryLock()) {
            return held;
        }
        try {
            var other = token;
            return other != null && !other.equals(held) && now.isBefore(other.goodUntil())
                    ? other
                    : renewed(held, call);
        } finally {
            renewing.unlock();
        }
    }

    /// Called by one thread at a time.
    private Token renewed(@Nullable Token held, ProviderCall call) throws CallFailed {
        var now = clock.instant();
        var good = held != null && now.isBefore(held.goodUntil()) ? held : null;
        var recent = failure;
        try {
            if (good == null && recent != null && now.isBefore(recent.at().plus(PAUSE))) {
                throw recent.cause();
            }
            var renewed = Token.of(endpoint.exchange(account.assertion(now), call), now);
            token = renewed;
            return renewed;
        } catch (CallFailed e) {
            if (good != null) {
                token = good.renewedFrom(now.plus(PAUSE));
                return good;
            }
            boolean told = recent != null && recent.cause() == e;
            if (!told && !(e.failure() instanceof UpstreamFailure.Cancelled)) {
                failure = new Failure(e, now);
            }
            throw e;
        }
    }

    /// @param renewedFrom when a new one is fetched, though this one is good still
    private record Token(Secret text, Instant renewedFrom, Instant goodUntil) {
        static Token of(TokenEndpoint.Grant grant, Instant now) {
            var end = now.plus(grant.valid());
            var half = now.plus(grant.valid().dividedBy(2));
            var ahead = end.minus(RENEWED_AHEAD);
            return new Token(grant.token(), ahead.isAfter(half) ? ahead : half, end.minus(MARGIN));
        }

        Token renewedFrom(Instant other) {
            return new Token(text, other, goodUntil);
        }
    }

    private record Failure(CallFailed cause, Instant at) {}
}
