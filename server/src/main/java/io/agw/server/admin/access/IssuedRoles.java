package io.agw.server.admin.access;

import io.agw.server.admin.api.Role;
import io.agw.server.oidc.SignedToken;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which role the tokens of an issuer give.
///
/// @param issuerId of the issuer
/// @param claim that says it, for example `groups`
/// @param values for each role what the claim has to be, or to have among others
public record IssuedRoles(String issuerId, String claim, Map<Role, Set<String>> values) {
    public IssuedRoles {
        var copy = new EnumMap<Role, Set<String>>(Role.class);
        values.forEach((role, texts) -> copy.put(role, Set.copyOf(texts)));
        values = copy;
    }

    /// The highest role that a token gives; empty when it gives none.
    Optional<Role> of(SignedToken token) {
        return token.issuerId().equals(issuerId)
                ? values.entrySet().stream()
                        .filter(role ->
                                token.values(claim).stream().anyMatch(role.getValue()::contains))
                        .map(Map.Entry::getKey)
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /// Whether some token makes an admin.
    boolean haveAdmin() {
        return !values.getOrDefault(Role.ADMIN, Set.of()).isEmpty();
    }
}
