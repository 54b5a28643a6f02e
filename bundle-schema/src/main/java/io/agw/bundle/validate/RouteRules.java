package io.agw.bundle.validate;

import io.agw.bundle.model.AuthPolicy;
import io.agw.bundle.model.MatchPolicy;
import io.agw.bundle.problem.Code;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What every kind of route has: which requests it takes, and from whom.
final class RouteRules {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)");

    private RouteRules() {}

    static void check(MatchPolicy match, AuthPolicy auth, Report report) {
        var host = match.host();
        if (host != null && !HOST.matcher(host).matches()) {
            report.invalid("/match_policy/host", host, "a host name without scheme and port");
        }
        var prefix = match.pathPrefix();
        if (prefix != null) {
            prefix(prefix, report);
        }
        for (int i = 0; i < match.methods().size(); i++) {
            var method = match.methods().get(i);
            if (!METHODS.contains(method.toUpperCase(Locale.ROOT))) {
                report.invalid(
                        "/match_policy/methods/" + i,
                        method,
                        "one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
            }
        }
        if (!auth.requireVirtualKey()) {
            report.warning(
                    Code.OPEN_ROUTE,
                    "/auth_policy/require_virtual_key",
                    "false lets anybody in who reaches the gateway",
                    "leave it out, and make a virtual key for each client");
        }
    }

    private static void prefix(String prefix, Report report) {
        if (!prefix.startsWith("/")) {
            report.invalid("/match_policy/path_prefix", prefix, "a path that begins with /");
            return;
        }
        boolean sound =
                prefix.chars().noneMatch(c -> c == '?' || c == '#' || c == '\\' || c <= ' ')
                        && !prefix.contains("//")
                        && !DOTS.matcher(prefix).matches();
        if (!sound) {
            report.invalid(
                    "/match_policy/path_prefix",
                    prefix,
                    "a plain path, without query, empty segments, . and ..");
        }
    }
}
