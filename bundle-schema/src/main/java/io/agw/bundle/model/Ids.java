package io.agw.bundle.model;

import java.util.Locale;
import java.util.regex.Pattern;

/// The grammar of ids, one for every kind, chosen so that an id can stand in a URL path as it is.
public final class Ids {
    /// The regular expression, as published in the JSON Schema.
    public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}";

    private static final Pattern GRAMMAR = Pattern.compile(PATTERN);

    private Ids() {}

    public static boolean isValid(String id) {
        return GRAMMAR.matcher(id).matches();
    }

    /// The id of an MCP or ACP route that has none: `mcp:<service>:<slug of the path prefix>`.
    public static String routeId(String protocol, String serviceId, String pathPrefix) {
        return protocol + ":" + serviceId + ":" + slug(pathPrefix);
    }

    /// The prefix in lower case with every run of other characters than `a-z0-9` as one `-`, none
    /// at the ends; `root` when nothing is left.
    public static String slug(String pathPrefix) {
        var slug =
                pathPrefix
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        return slug.isEmpty() ? "root" : slug;
    }
}
