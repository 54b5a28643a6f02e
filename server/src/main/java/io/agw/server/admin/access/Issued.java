package io.agw.server.admin.access;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Caller;
import io.agw.server.oidc.Issuers;
import io.agw.server.oidc.SignedToken;
import io.agw.server.oidc.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Callers who show a token that an issuer has signed. Thread-safe.
final class Issued {
    private static final Logger LOG = LoggerFactory.getLogger(Issued.class);
    private static final int LONGEST_NAME = 128;

    private final Issuers issuers;
    private final List<IssuedRoles> roles;

    Issued(Issuers issuers, List<IssuedRoles> roles) {
        this.issuers = issuers;
        this.roles = List.copyOf(roles);
    }

    boolean mayKnow(String text) {
        return !roles.isEmpty() && issuers.mayKnow(text);
    }

    /// Who shows it; empty when it is not good, or gives no role.
    ///
    /// @throws AdminError when nobody can tell now
    Optional<Caller> caller(String text) {
        return switch (issuers.verify(text)) {
            case Verdict.Good(var token) -> caller(token);
            case Verdict.Bad(var reason) -> {
                LOG.info("a token is refused: {}", reason);
                yield Optional.empty();
            }
            case Verdict.Unknown(var reason) -> {
                LOG.warn("tokens cannot be checked: {}", reason);
                throw AdminError.of(
                        503,
                        "issuer_unavailable",
                        "the token cannot be checked: its issuer's keys cannot be had now");
            }
        };
    }

    private Optional<Caller> caller(SignedToken token) {
        return roles.stream()
                .flatMap(issuer -> issuer.of(token).stream())
                .max(Comparator.naturalOrder())
                .map(role -> new Caller(name(token), role, null, token.expiresAt()));
    }

    /// As the audit log has it: no account and no token of the settings has a colon in its name.
    private static String name(SignedToken token) {
        var user = Objects.requireNonNullElse(token.user(), "").replaceAll("[\\s\\p{Cntrl}]", "_");
        var shown = user.length() > LONGEST_NAME ? user.substring(0, LONGEST_NAME) : user;
        return token.issuerId() + ":" + shown;
    }
}
