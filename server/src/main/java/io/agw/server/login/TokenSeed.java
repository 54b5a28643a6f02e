package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.Secret;
import io.agw.server.provider.ProviderSetup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tokens that a credential was declared with: they count until a login or a renewal brings
/// others, and again when the declaration changes.
final class TokenSeed {
    private static final List<String> EXPIRIES =
            List.of("expired", "expire", "expires_at", "expiresAt", "expiry", "expires");

    /// From here on a number counts milliseconds: as seconds it would be in the year 5138.
    private static final long MILLIS = 100_000_000_000L;

    private TokenSeed() {}

    /// The declared tokens; null when there are none.
    ///
    /// @param providerType of the provider that the credential is for
    static @Nullable Tokens of(Credential credential, @Nullable String providerType) {
        var metadata = texts(credential);
        var access = metadata.get("access_token");
        if (access == null || access.isBlank()) {
            return null;
        }
        var refresh = metadata.get("refresh_token");
        var name = metadata.getOrDefault("refresh_name", providerType == null ? "" : providerType);
        return new Tokens(
                CliAuthName.of(name).orElse(null),
                new Secret(access.strip()),
                refresh == null || refresh.isBlank() ? null : new Secret(refresh.strip()),
                null,
                expiry(metadata),
                metadata.get("email"),
                metadata.get("account_id"),
                fingerprint(credential),
                null);
    }

    /// Tells one declaration from another; null when no tokens are declared. It is stored sealed,
    /// with the tokens.
    static @Nullable String fingerprint(Credential credential) {
        var metadata = texts(credential);
        if (!metadata.containsKey("access_token")) {
            return null;
        }
        var text = metadata.get("access_token") + "\n" + metadata.get("refresh_token");
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing (expected: every JDK has it)", e);
        }
    }

    private static Map<String, String> texts(Credential credential) {
        var texts = new TreeMap<String, String>();
        credential
                .metadata()
                .forEach((name, value) -> {
                    var text = ProviderSetup.text(value);
                    if (text != null) {
                        texts.put(name, text.reveal());
                    }
                });
        return texts;
    }

    private static @Nullable Instant expiry(Map<String, String> metadata) {
        for (var name : EXPIRIES) {
            var text = metadata.get(name);
            if (text != null && !text.isBlank()) {
                return instant(text.strip());
            }
        }
        return null;
    }

    /// RFC 3339, `YYYY-MM-DD HH:MM[:SS]` in UTC, or seconds or milliseconds since 1970; null when
    /// it is none of them.
    private static @Nullable Instant instant(String text) {
        try {
            if (text.matches("[0-9]{1,15}")) {
                long number = Long.parseLong(text);
                return number < MILLIS
                        ? Instant.ofEpochSecond(number)
                        : Instant.ofEpochMilli(number);
            }
            var iso = text.replaceFirst(" ", "T");
            return iso.matches(".*T.*(Z|z|[+-][0-9:]+)")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
