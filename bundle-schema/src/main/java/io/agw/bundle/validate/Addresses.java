package io.agw.bundle.validate;

import io.agw.bundle.problem.Code;
import io.agw.bundle.upstream.AddressRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses of upstreams.
final class Addresses {
    private Addresses() {}

    /// An address to which a path can be added: no user, query or fragment.
    static void http(@Nullable String address, String pointer, Report report) {
        if (address != null) {
            object(address, AddressRule.objection(address), pointer, report);
        }
    }

    /// An address that is called as it is; it may have a query.
    static void endpoint(@Nullable String address, String pointer, Report report) {
        if (address != null) {
            object(address, AddressRule.objectionAsItIs(address), pointer, report);
        }
    }

    private static void object(
            String address, Optional<String> objection, String pointer, Report report) {
        if (AddressRule.namesUser(address)) {
            report.invalidSecret(pointer, AddressRule.NOBODY);
            return;
        }
        objection.ifPresent(says ->
                report.error(
                        Code.INVALID_VALUE, pointer, Report.quoted(address) + " " + says, null));
    }

    /// An address to which secrets are sent: nobody on the way may read them. What is no address is
    /// said elsewhere.
    static void secret(@Nullable String address, String pointer, Report report) {
        if (address == null) {
            return;
        }
        boolean open =
                parsed(address)
                        .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                        .filter(uri -> uri.getHost() != null && !isHere(uri.getHost()))
                        .isPresent();
        if (open) {
            report.invalid(pointer, address, "https://, or http:// on loopback");
        }
    }

    private static boolean isHere(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.startsWith("127.");
    }

    private static Optional<URI> parsed(String address) {
        try {
            return Optional.of(new URI(address));
        } catch (URISyntaxException _) {
            // Says the same as no address at all: it is not sound.
            return Optional.empty();
        }
    }
}
