package io.agw.server.oidc;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A token whose signature, issuer, audience and times are right.
///
/// @param issuerId of the issuer
/// @param claims all that it says; a value is a text, a number, a boolean, a list or a mapping
/// @param user whom it names; null where it names none
/// @param expiresAt when it ends
public record SignedToken(
        String issuerId, Map<String, Object> claims, @Nullable String user, Instant expiresAt) {
    /// Whether a claim is this text, or is a list that has it. The name of a claim within another
    /// is joined by dots, such as `realm_access.roles`.
    public boolean says(String claim, String value) {
        return values(claim).contains(value);
    }

    /// The texts of a claim; none where it is absent, or is a mapping.
    public List<String> values(String claim) {
        return texts(value(claims, claim));
    }

    private static @Nullable Object value(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                var found = value(inner, path.substring(dot + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Number number -> List.of(number.toString());
            case Boolean flag -> List.of(flag.toString());
            case Collection<?> items ->
                    items.stream()
                            .filter(Objects::nonNull)
                            .flatMap(item -> texts(item).stream())
                            .toList();
            case null, default -> List.of();
        };
    }

    /// Claims are about people.
    @Override
    public String toString() {
        return "SignedToken[" + issuerId + "]";
    }
}
