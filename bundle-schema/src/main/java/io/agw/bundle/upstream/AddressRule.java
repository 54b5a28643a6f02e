package io.agw.bundle.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What is the address of an upstream.
public final class AddressRule {
    /// What to write instead of an address that holds a user, for messages. Such an address may
    /// hold a password and is not repeated.
    public static final String NOBODY = "no user and password in an address";

    private static final String EXPECTED =
            "http:// or https://, a host, and nothing but a path after it";
    private static final String EXPECTED_AS_IT_IS =
            "http:// or https://, a host, and nothing but a path and a query after it";
    private static final int LAST_PORT = 65_535;

    private AddressRule() {}

    /// Whether an address says who calls, or cannot be told from one that does.
    public static boolean namesUser(String address) {
        return address.contains("@") || parsed(address).map(URI::getRawUserInfo).isPresent();
    }

    /// The same for an address that is called as it is, whose path and query are its own.
    public static boolean namesUserAsItIs(String address) {
        return parsed(address)
                .map(uri -> namesUser(Objects.requireNonNullElse(uri.getRawAuthority(), address)))
                .orElseGet(() -> namesUser(address));
    }

    /// Why a text is no address to which a path can be added, in words to follow it; empty when it
    /// is one.
    public static Optional<String> objection(String address) {
        return objection(address, false);
    }

    /// The same for an address that is called as it is: it may have a query.
    public static Optional<String> objectionAsItIs(String address) {
        return objection(address, true);
    }

    private static Optional<String> objection(String address, boolean query) {
        var host = host(address, query);
        return host.isEmpty()
                ? Optional.of("(expected: " + (query ? EXPECTED_AS_IT_IS : EXPECTED) + ")")
                : HostRule.objection(host.get());
    }

    /// The host that is called; empty when a text is no address.
    public static Optional<String> host(String address) {
        return host(address, true);
    }

    private static Optional<String> host(String address, boolean query) {
        boolean plain = address.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return parsed(address)
                .filter(uri -> plain && isHttp(uri))
                .filter(uri -> uri.getRawUserInfo() == null)
                .filter(uri -> uri.getRawFragment() == null)
                .filter(uri -> query || uri.getRawQuery() == null)
                .filter(uri -> uri.getPort() <= LAST_PORT)
                .map(URI::getHost)
                .map(HostRule::bare);
    }

    private static boolean isHttp(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https");
    }

    private static Optional<URI> parsed(String address) {
        try {
            return Optional.of(new URI(address));
        } catch (URISyntaxException _) {
            // says the same as no address at all: it is not sound
            return Optional.empty();
        }
    }
}
