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
    static final String READABLE = "unencrypted, so that anybody on the way can read it";
    static final String ENCRYPT = "write https:// unless nobody else is on that network";

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
        if (isOpen(address)) {
            report.invalid(pointer, address, "https://, or http:// on loopback");
        }
    }

    /// An address to which a key is sent. Networks on which nobody else is are usual, so that one
    /// that anybody on the way could read is only a warning.
    static void key(@Nullable String address, String pointer, Report report) {
        if (address != null && isOpen(address)) {
            report.warning(
                    Code.KEY_IN_CLEAR,
                    pointer,
                    Report.quoted(address) + " is sent the key " + READABLE,
                    ENCRYPT);
        }
    }

    /// Whether what is sent there can be read on the way. What is no address, or says who calls, is
    /// objected to elsewhere.
    static boolean isOpen(String address) {
        return !AddressRule.namesUser(address)
                && parsed(address)
                        .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                        .filter(uri -> uri.getHost() != null && !isHere(uri.getHost()))
                        .isPresent();
    }

    private static boolean isHere(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.[0-9]{1,3}){3}");
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
