package io.agw.bundle.validate;

import io.agw.bundle.model.Secret;
import io.agw.bundle.problem.Code;
import io.agw.bundle.upstream.AddressRule;
import io.agw.bundle.upstream.HostAddress;
import io.agw.bundle.upstream.HostRule;
import io.agw.bundle.upstream.ProxyRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses of upstreams.
final class Addresses {
    static final String READABLE = "unencrypted, so that anybody on the way can read it";
    static final String ENCRYPT = "write https:// unless nobody else is on that network";

    private static final String NEVER = "write another host: no setting opens this one";

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

    /// An address that is called as it is, and that may be a secret and is not shown.
    static void hidden(Secret address, String pointer, Report report) {
        var text = address.reveal();
        if (AddressRule.namesUserAsItIs(text)) {
            report.invalidSecret(pointer, AddressRule.NOBODY);
            return;
        }
        new Named("a value", AddressRule.host(text))
                .check(AddressRule.objectionAsItIs(text), pointer, report);
    }

    private static void object(
            String address, Optional<String> objection, String pointer, Report report) {
        if (AddressRule.namesUser(address)) {
            report.invalidSecret(pointer, AddressRule.NOBODY);
            return;
        }
        new Named(Report.quoted(address), AddressRule.host(address))
                .check(objection, pointer, report);
    }

    /// A proxy. Its address may hold a password and is not shown.
    static void proxy(String address, String pointer, Report report) {
        new Named("a value", ProxyRule.host(address))
                .check(ProxyRule.objection(address), pointer, report);
    }

    /// An address, and what is shown of it.
    private record Named(String shown, Optional<String> host) {
        void check(Optional<String> objection, String pointer, Report report) {
            if (objection.isPresent()) {
                var hint = host.filter(HostRule::isForbidden).map(_ -> NEVER).orElse(null);
                report.error(Code.INVALID_VALUE, pointer, shown + " " + objection.get(), hint);
            } else if (host.flatMap(HostRule::address).filter(Named::isOnLink).isPresent()) {
                report.warning(
                        Code.ADDRESS_NEEDS_SETTING,
                        pointer,
                        shown
                                + " is link-local, so that it is called only where the gateway's"
                                + " setting egress.allow_private holds it",
                        "write an address that more than this link knows");
            }
        }

        /// Private networks are usual and so is their setting; nobody's provider is on a link.
        private static boolean isOnLink(HostAddress address) {
            return address.kind() == HostAddress.Kind.LINK_LOCAL;
        }
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
