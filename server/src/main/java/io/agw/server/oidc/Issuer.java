package io.agw.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at the tokens of one issuer. Thread-safe.
final class Issuer {
    /// Only what is signed with a key of which the other half is public: a secret that both sides
    /// know, or no signature at all, proves nothing here (RFC 8725, sections 2.1 and 3.1).
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    /// How far the clocks of an issuer and of ours may be apart.
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final Duration KEYS_LAST = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_ASKS = Duration.ofSeconds(30);

    /// While an issuer cannot be reached its last keys are good for so long.
    private static final Duration OUTAGE = Duration.ofHours(1);

    private static final Verdict UNSIGNED =
            new Verdict.Bad("its signature is not that of a key of its issuer");
    private static final Verdict AWAY =
            new Verdict.Unknown("keys were asked for in vain a moment ago");

    private final IssuerSettings settings;
    private final IssuerKeys keys;
    private final InstantSource clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Issuer(IssuerSettings settings, Fetch fetch, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = new IssuerKeys(settings, fetch);
        var cached =
                JWKSourceBuilder.create(keys)
                        .cache(KEYS_LAST.toMillis(), PATIENCE.toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(BETWEEN_ASKS.toMillis())
                        .outageTolerant(OUTAGE.toMillis())
                        .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, cached));
        // another type is a token for something else, which somebody tries to use as one of these
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier((claims, _) -> checkClaims(claims));
    }

    IssuerSettings settings() {
        return settings;
    }

    Verdict verify(SignedJWT token) {
        try {
            return new Verdict.Good(token(processor.process(token, null)));
        } catch (BadJWTException e) {
            return new Verdict.Bad(String.valueOf(e.getMessage()));
        } catch (RateLimitReachedException _) {
            // keys were asked for a moment ago, so that one which is unknown is either forged, or
            // nobody can tell
            return keys.isAway() ? AWAY : UNSIGNED;
        } catch (KeySourceException e) {
            return new Verdict.Unknown(
                    "keys of issuer \"" + settings.id() + "\": " + e.getMessage());
        } catch (BadJOSEException | JOSEException _) {
            return UNSIGNED;
        }
    }

    private void checkClaims(JWTClaimsSet claims) throws BadJWTException {
        var now = clock.instant();
        if (!settings.url().equals(claims.getIssuer())) {
            throw new BadJWTException("it is of another issuer");
        }
        if (claims.getAudience().stream().noneMatch(settings.audiences()::contains)) {
            throw new BadJWTException("it is for another audience");
        }
        var end = instant(claims.getExpirationTime());
        if (end == null) {
            throw new BadJWTException("it has no end (expected: exp)");
        }
        if (!now.isBefore(end.plus(LEEWAY))) {
            throw new ExpiredJWTException("it has ended at " + end);
        }
        var begin = instant(claims.getNotBeforeTime());
        if (begin != null && now.plus(LEEWAY).isBefore(begin)) {
            throw new BadJWTException("it begins at " + begin);
        }
    }

    private SignedToken token(JWTClaimsSet claims) {
        var bare = new SignedToken(settings.id(), claims.getClaims(), null, end(claims));
        var named = bare.values(settings.userClaim());
        return named.size() == 1
                ? new SignedToken(settings.id(), bare.claims(), named.getFirst(), bare.expiresAt())
                : bare;
    }

    private static Instant end(JWTClaimsSet claims) {
        return Objects.requireNonNull(instant(claims.getExpirationTime())).plus(LEEWAY);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
