package io.agw.reconciler.world;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Bundles for tests.
public final class Bundles {
    public static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";

    private Bundles() {}

    /// Providers of these ids; `id: {member: value}` adds members.
    public static String providers(String... providers) {
        return HEAD
                + Arrays.stream(providers)
                        .map(Bundles::provider)
                        .collect(Collectors.joining("", "providers:\n", ""));
    }

    private static String provider(String text) {
        int colon = text.indexOf(':');
        var id = colon < 0 ? text : text.substring(0, colon);
        var members =
                colon < 0 ? "" : ", " + text.substring(text.indexOf('{') + 1, text.length() - 1);
        return "- {id: " + id + ", provider_type: echo" + members + "}\n";
    }

    public static String virtualKeys(String... ids) {
        return HEAD
                + Arrays.stream(ids)
                        .map(id -> "- {id: " + id + "}\n")
                        .collect(Collectors.joining("", "virtualKeys:\n", ""));
    }
}
