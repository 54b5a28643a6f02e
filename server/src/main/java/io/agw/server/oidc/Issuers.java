package io.agw.server.oidc;

import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everybody whose tokens are believed. Thread-safe; blocks while an issuer is asked for its keys,
/// which is before its first token, every few minutes, and where a key is new.
public final class Issuers {
    /// How tokens begin that are JSON in base64, which no key of our own does.
    private static final String BEGIN = "eyJ";

    private static final int LONGEST = 16 * 1024;
    private static final int MOST_REMEMBERED = 4_096;

    /// A signature is looked at again after so long, so that a key that its issuer took back is not
    /// believed for longer.
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<String, Issuer> byUrl;
    private final InstantSource clock;
    private final Map<String, Seen> seen =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    private record Seen(Verdict.Good verdict, Instant until) {}

    /// @param fetch gets keys
    public Issuers(Collection<IssuerSettings> issuers, Fetch fetch, InstantSource clock) {
        this.clock = clock;
        this.byUrl =
                issuers.stream()
                        .map(settings -> new Issuer(settings, fetch, clock))
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        issuer -> issuer.settings().url(), Function.identity()));
    }

    /// Nobody's tokens are believed.
    public static Issuers none() {
        return new Issuers(
                List.of(),
                url -> {
                    throw new Fetch.Failed(url);
                },
                InstantSource.system());
    }

    /// The ids of all issuers.
    public Set<String> ids() {
        return byUrl.values().stream()
                .map(issuer -> issuer.settings().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether a text may be a token of an issuer: there are some, and it has the form.
    public boolean mayKnow(String text) {
        return !byUrl.isEmpty()
                && text.startsWith(BEGIN)
                && text.length() <= LONGEST
                && text.chars().filter(c -> c == '.').count() == 2;
    }

    /// Whether a text says that it is a token of one of them, which nobody has looked into.
    public boolean isFromOne(String text) {
        try {
            return mayKnow(text) && issuer(SignedJWT.parse(text)) != null;
        } catch (ParseException _) {
            return false;
        }
    }

    /// Looks at a token.
    public Verdict verify(String text) {
        var digest = digest(text);
        var before = remembered(digest);
        if (before != null) {
            return before;
        }
        var verdict = looked(text);
        if (verdict instanceof Verdict.Good good) {
            remember(digest, good);
        }
        return verdict;
    }

    private Verdict looked(String text) {
        try {
            var token = SignedJWT.parse(text);
            var issuer = issuer(token);
            return issuer == null
                    ? new Verdict.Bad("its issuer is not known here")
                    : issuer.verify(token);
        } catch (ParseException _) {
            return new Verdict.Bad("it is malformed (expected: a signed JSON web token)");
        }
    }

    private @Nullable Issuer issuer(SignedJWT token) throws ParseException {
        var url = token.getJWTClaimsSet().getIssuer();
        return url == null ? null : byUrl.get(url);
    }

    private @Nullable Verdict remembered(String digest) {
        synchronized (seen) {
            var before = seen.get(digest);
            if (before != null && clock.instant().isBefore(before.until)) {
                return before.verdict;
            }
            seen.remove(digest);
            return null;
        }
    }

    private void remember(String digest, Verdict.Good good) {
        var end = good.token().expiresAt();
        var soon = clock.instant().plus(REMEMBERED);
        synchronized (seen) {
            seen.put(digest, new Seen(good, end.isBefore(soon) ? end : soon));
        }
    }

    /// Tokens themselves are not kept.
    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing (expected: every JDK has it)", e);
        }
    }
}
