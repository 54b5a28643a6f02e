package io.agw.server.match;

import io.agw.bundle.model.AcpRoute;
import io.agw.bundle.model.AuthPolicy;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.CredentialSource;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.MatchPolicy;
import io.agw.bundle.model.McpRoute;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A route of any kind, ready to be matched.
///
/// @param id unique over all kinds of routes
/// @param requireVirtualKey whether only a virtual key that allows this route may use it
/// @param requireAgent whether it must be known which agent a request is from
/// @param takesCallerKey whether a client shows its own key at the provider, and so its virtual key
///   in a header of its own
/// @param host lower case, null for every host
/// @param prefix without a trailing slash; empty for every path
/// @param methods upper case; empty for every method
/// @param object what the route was made from: an `LlmRoute`, `McpRoute` or `AcpRoute`
public record Route(
        String id,
        Protocol protocol,
        boolean disabled,
        boolean requireVirtualKey,
        boolean requireAgent,
        boolean takesCallerKey,
        @Nullable String host,
        String prefix,
        List<String> methods,
        BundleObject object) {
    public Route {
        methods = List.copyOf(methods);
    }

    /// The route that a bundle object declares; empty when the object is none.
    public static Optional<Route> of(BundleObject object) {
        if (object instanceof LlmRoute llm) {
            var protocol = Protocol.of(llm.protocol());
            return Optional.of(
                    of(llm, protocol, llm.disabled(), llm.matchPolicy(), llm.authPolicy()));
        }
        if (object instanceof McpRoute mcp) {
            return Optional.of(
                    of(mcp, Protocol.MCP, mcp.disabled(), mcp.matchPolicy(), mcp.authPolicy()));
        }
        if (object instanceof AcpRoute acp) {
            return Optional.of(
                    of(acp, Protocol.ACP, acp.disabled(), acp.matchPolicy(), acp.authPolicy()));
        }
        return Optional.empty();
    }

    private static Route of(
            BundleObject object,
            Protocol protocol,
            boolean disabled,
            MatchPolicy match,
            AuthPolicy auth) {
        var host = match.host();
        return new Route(
                object.key().id(),
                protocol,
                disabled,
                auth.requireVirtualKey(),
                auth.requireAgent(),
                object instanceof LlmRoute llm
                        && llm.targetPolicy().credential() == CredentialSource.CALLER,
                host == null || host.isBlank() ? null : host.strip().toLowerCase(Locale.ROOT),
                prefix(match.pathPrefix()),
                match.methods().stream().map(m -> m.toUpperCase(Locale.ROOT)).sorted().toList(),
                object);
    }

    /// What keeps this route from being matched as written; empty when nothing does.
    public Optional<String> fault() {
        if (!prefix.isEmpty() && !prefix.startsWith("/")) {
            return Optional.of("path_prefix: \"" + prefix + "\" (expected: begins with '/')");
        }
        for (var segment : prefix.substring(Math.min(1, prefix.length())).split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return Optional.of("path_prefix: \"" + prefix + "\" (expected: no dot segments)");
            }
        }
        if (prefix.contains("//") || prefix.chars().anyMatch(c -> c == '?' || c == '#')) {
            return Optional.of(
                    "path_prefix: \"" + prefix + "\" (expected: a plain path without '?' or '#')");
        }
        return Optional.empty();
    }

    private static String prefix(@Nullable String text) {
        var prefix = text == null ? "" : text.strip();
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return prefix;
    }
}
