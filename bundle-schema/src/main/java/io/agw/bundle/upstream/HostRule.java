package io.agw.bundle.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which hosts are never called, whatever they would resolve to. Pure.
///
/// A number is read by some as an address and by others as a name, and `0177.0.0.1` by some as
/// octal: whoever checks such a host and whoever connects to it, a proxy for one, may mean
/// different addresses. So an IPv4 address is taken in one spelling only.
public final class HostRule {
    /// A part of a host's name, as a regular expression that JSON Schema has too.
    public static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final Set<String> METADATA =
            Set.of(
                    "instance-data",
                    "instance-data.ec2.internal",
                    "metadata",
                    "metadata.azure.internal",
                    "metadata.goog",
                    "metadata.google.internal",
                    "metadata.tencentyun.com");
    private static final Pattern NUMBER =
            Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.*");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");

    private HostRule() {}

    /// The host of a URI as it is looked up: in lower case, an address without brackets.
    public static String bare(String host) {
        return host.startsWith("[")
                ? host.substring(1, host.length() - 1)
                : host.toLowerCase(Locale.ROOT);
    }

    /// Why a host may not be called, whatever is set; empty when settings decide, or its addresses.
    ///
    /// @param host in lower case; an address without brackets
    public static Optional<String> objection(String host) {
        if (isMetadata(host)) {
            return Optional.of("serves instance metadata and is never called");
        }
        if (host.indexOf('%') >= 0) {
            return Optional.of("has a zone (expected: an address without one)");
        }
        boolean isIpv6 = host.indexOf(':') >= 0;
        if (!isIpv6 && NUMBER.matcher(host).matches() && !IPV4.matcher(host).matches()) {
            return Optional.of("is an odd spelling of an address (expected: like 192.0.2.1)");
        }
        return address(host).flatMap(HostAddress::objection);
    }

    /// Whether no setting lets a host be called.
    public static boolean isForbidden(String host) {
        return isMetadata(host) || address(host).flatMap(HostAddress::objection).isPresent();
    }

    /// Who is reached at a host that is an address; empty when it is a name.
    public static Optional<HostAddress> address(String host) {
        if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            // an address, so that nothing is looked up
            return Optional.of(HostAddress.of(InetAddress.getByName(host)));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    private static boolean isMetadata(String host) {
        return METADATA.contains(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }
}
