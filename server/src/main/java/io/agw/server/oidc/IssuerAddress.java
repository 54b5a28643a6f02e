package io.agw.server.oidc;

import io.agw.bundle.upstream.AddressRule;
import java.util.Optional;
import java.util.Set;

/// Where issuers may be asked for their keys: whoever could answer in their place could sign
/// anything.
public final class IssuerAddress {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    private IssuerAddress() {}

    /// Why a text is no such address, in words to follow it; empty when it is one.
    public static Optional<String> objection(String url) {
        return AddressRule.objectionAsItIs(url).or(() -> inClear(url));
    }

    private static Optional<String> inClear(String url) {
        boolean isSafe =
                url.startsWith("https://")
                        || AddressRule.host(url).filter(THIS_MACHINE::contains).isPresent();
        return isSafe
                ? Optional.empty()
                : Optional.of("(expected: https, or http on this machine)");
    }
}
